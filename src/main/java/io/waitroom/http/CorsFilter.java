package io.waitroom.http;

import io.waitroom.http.server.Cors;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;

/**
 * Tells browsers what {@link Cors} decides, for what JAX-RS answers; never lets a page call the
 * admin API, whose key belongs into no page.
 */
@Provider
@PreMatching
@ApplicationScoped
public class CorsFilter implements ContainerRequestFilter, ContainerResponseFilter {
  private static final int MAX_AGE_SECONDS = 7_200;

  private final Cors cors;

  @Inject
  CorsFilter(Cors cors) {
    this.cors = cors;
  }

  /** Answers preflights of allowed origins; all others get the plain answer to OPTIONS. */
  @Override
  public void filter(ContainerRequestContext request) {
    if (request.getMethod().equals(HttpMethod.OPTIONS)
        && request.getHeaderString("Access-Control-Request-Method") != null
        && isPublic(request)
        && cors.allows(origin(request))) {
      request.abortWith(
          Response.noContent()
              .header(Cors.ALLOW + "Methods", "GET, POST")
              .header(Cors.ALLOW + "Headers", "Authorization, Content-Type, Idempotency-Key")
              .header("Access-Control-Max-Age", MAX_AGE_SECONDS)
              .build());
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (isPublic(request)) {
      cors.decorate(origin(request), response.getHeaders()::add);
    }
  }

  private static Optional<String> origin(ContainerRequestContext request) {
    return Optional.ofNullable(request.getHeaderString(Cors.ORIGIN));
  }

  /** Jersey's paths have no leading slash. */
  private static boolean isPublic(ContainerRequestContext request) {
    return Cors.isPublic("/" + request.getUriInfo().getPath());
  }
}
