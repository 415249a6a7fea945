package io.waitroom.http.server;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.waitroom.http.wire.ApiPaths;
import io.waitroom.ops.Service;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Which pages of other origins may call the public API: those of the configured origins. Without
 * any it says nothing.
 */
@Service
public class Cors {
  public static final String ORIGIN = "Origin";

  /** How the names of most headers that answer browsers begin. */
  public static final String ALLOW = "Access-Control-Allow-";

  private static final String PUBLIC_API = ApiPaths.ROOT + "/";

  private final Set<String> origins;

  @Inject
  public Cors(HttpSettings settings) {
    this.origins = settings.corsOrigins();
  }

  /**
   * Whether what is at a path may be called by pages at all: what leads upwards out of the public
   * API is not.
   */
  public static boolean isPublic(String path) {
    return path.startsWith(PUBLIC_API) && !path.contains("..");
  }

  /** Whether pages of an origin may call. */
  public boolean allows(Optional<String> origin) {
    return origin.filter(origins::contains).isPresent();
  }

  /** As the other one, for what is answered below JAX-RS. */
  public void decorate(ServerRequest request, ServerResponse response) {
    decorate(
        request.headers().first(HeaderNames.ORIGIN),
        (name, value) -> response.header(HeaderNames.create(name), value));
  }

  /**
   * What an answer of the public API says. Answers differ by origin, also for those that are not
   * allowed: caches have to know.
   *
   * @param origin where the caller's page is from, if it is a page that calls
   * @param header takes each name and value
   */
  public void decorate(Optional<String> origin, BiConsumer<String, String> header) {
    if (origins.isEmpty()) {
      return;
    }
    header.accept("Vary", ORIGIN);
    if (allows(origin)) {
      header.accept(ALLOW + "Origin", origin.orElseThrow());
      header.accept("Access-Control-Expose-Headers", "Location, Retry-After");
    }
  }
}
