package io.waitroom.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;

/**
 * Lets the pages of the configured origins call the public API, and no other page anything; never
 * the admin API, whose key belongs into no page. Without origins it does nothing.
 */
@Provider
@PreMatching
@ApplicationScoped
public class CorsFilter implements ContainerRequestFilter, ContainerResponseFilter {
  private static final String ORIGIN = "Origin";
  private static final String ALLOW = "Access-Control-Allow-";
  private static final String PUBLIC_API = WaitroomResource.ROOT.substring(1) + "/";
  private static final int MAX_AGE_SECONDS = 7_200;

  private final Set<String> origins;

  @Inject
  CorsFilter(HttpSettings settings) {
    this.origins = settings.corsOrigins();
  }

  /** Answers preflights of allowed origins; all others get the plain answer to OPTIONS. */
  @Override
  public void filter(ContainerRequestContext request) {
    if (request.getMethod().equals(HttpMethod.OPTIONS)
        && request.getHeaderString("Access-Control-Request-Method") != null
        && isAllowed(request)) {
      request.abortWith(
          Response.noContent()
              .header(ALLOW + "Methods", "GET, POST")
              .header(ALLOW + "Headers", "Content-Type, Idempotency-Key")
              .header("Access-Control-Max-Age", MAX_AGE_SECONDS)
              .build());
    }
  }

  /** Answers differ by origin, also for those that are not allowed: caches have to know. */
  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (origins.isEmpty() || !isPublic(request)) {
      return;
    }
    MultivaluedMap<String, Object> headers = response.getHeaders();
    headers.add(HttpHeaders.VARY, ORIGIN);
    if (isAllowed(request)) {
      headers.putSingle(ALLOW + "Origin", request.getHeaderString(ORIGIN));
      headers.putSingle("Access-Control-Expose-Headers", "Location, Retry-After");
    }
  }

  private boolean isAllowed(ContainerRequestContext request) {
    String origin = request.getHeaderString(ORIGIN);
    return origin != null && origins.contains(origin) && isPublic(request);
  }

  /**
   * Jersey's paths have no leading slash, and what leads upwards out of the API is left as it is.
   */
  private static boolean isPublic(ContainerRequestContext request) {
    String path = request.getUriInfo().getPath();
    return path.startsWith(PUBLIC_API) && !path.contains("..");
  }
}
