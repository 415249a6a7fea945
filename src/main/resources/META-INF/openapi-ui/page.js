'use strict';

SwaggerUIBundle({
  url: '/openapi',
  dom_id: '#api',
  deepLinking: true,
  displayRequestDuration: true,
  // The badge would send the document's address to a site elsewhere.
  validatorUrl: null,
});
