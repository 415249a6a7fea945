package io.waitroom.http;

import io.waitroom.http.server.Unlimited;
import io.waitroom.ops.Exposition;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;

/** What Prometheus reads; the same text whatever it asks for. */
@ApplicationScoped
@Unlimited
@Path("/metrics")
public class MetricsResource {
  private final Exposition exposition;

  @Inject
  MetricsResource(Exposition exposition) {
    this.exposition = exposition;
  }

  /** All series as they are now. */
  @GET
  public Response metrics() {
    // Bytes, which are written as a whole, and so count as what they are until they have been read.
    byte[] text = exposition.scrape().getBytes(StandardCharsets.UTF_8);
    return Response.ok(text, Exposition.CONTENT_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
