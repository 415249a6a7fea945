package io.waitroom.http.page;

import jakarta.ws.rs.core.HttpHeaders;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells forms of the page from forms of others. The cookie's {@code SameSite=Lax} alone keeps other
 * sites away; this also keeps away the neighbours on the same site.
 */
final class FormGuard {
  private static final Set<String> OWN = Set.of("same-origin", "none");

  private FormGuard() {}

  /**
   * Whether the page itself, or nobody's page, sent the request. An {@code Origin} of {@code null}
   * is what browsers that know no {@code Sec-Fetch-Site} say of a page without referrer, which this
   * one is.
   */
  static boolean isOwn(HttpHeaders headers) {
    String site = headers.getHeaderString("Sec-Fetch-Site");
    if (site != null) {
      return OWN.contains(site);
    }
    String origin = headers.getHeaderString("Origin");
    if (origin == null || origin.equals("null")) {
      return true;
    }
    return isAuthority(origin, headers.getHeaderString("X-Forwarded-Host"))
        || isAuthority(origin, headers.getHeaderString(HttpHeaders.HOST));
  }

  private static boolean isAuthority(String origin, @Nullable String host) {
    try {
      return host != null && host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
