package io.waitroom.http.page;

import io.waitroom.http.server.Unlimited;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The files that the page loads. */
@ApplicationScoped
@Unlimited
@Path(AssetsResource.ROOT)
public class AssetsResource {
  static final String ROOT = "/waitroom/assets";
  private static final String FOR_EVER = "public, max-age=31536000, immutable";
  private static final String NOT_AT_ALL = "no-store";

  /**
   * A file. While a new version is rolled out, a page of one replica asks another one for its
   * files: it gets those that are here rather than none, and keeps them only if they are the right
   * ones.
   */
  @GET
  @Path("{version}/{file}")
  public Response asset(@PathParam("version") String version, @PathParam("file") String file) {
    Optional<Asset> found = Asset.of(file);
    if (found.isEmpty()) {
      return Response.status(404).build();
    }
    Asset asset = found.get();
    return Response.ok(asset.content().getBytes(StandardCharsets.UTF_8), asset.type())
        .header(HttpHeaders.CACHE_CONTROL, asset.version().equals(version) ? FOR_EVER : NOT_AT_ALL)
        .header("X-Content-Type-Options", "nosniff")
        .build();
  }
}
