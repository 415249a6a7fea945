package io.waitroom.http.page;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;

/** The shapes of response of the page: HTML for one person, and the way back to it. */
final class PageReplies {
  /** Everything from here, nothing from elsewhere, nothing written into the page. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
          + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private PageReplies() {}

  /** A page, for one person and one moment. */
  static Response.ResponseBuilder html(int status, Language language, Markup page) {
    return secured(Response.status(status))
        .type("text/html;charset=utf-8")
        .header(HttpHeaders.CONTENT_LANGUAGE, language.tag())
        .header(HttpHeaders.VARY, "Accept-Language, Cookie")
        .entity(page.html().getBytes(StandardCharsets.UTF_8));
  }

  /** A page that says why there is no other. */
  static Response notice(NoticePage notice, Language language) {
    Response.ResponseBuilder response = html(notice.status(), language, notice.html(language));
    if (notice.retryAfterSeconds() > 0) {
      response.header(HttpHeaders.RETRY_AFTER, notice.retryAfterSeconds());
    }
    return response.build();
  }

  /** On to a path of our own, after a form was dealt with. */
  static Response.ResponseBuilder seeOther(String path) {
    return secured(Response.status(Response.Status.SEE_OTHER)).header(HttpHeaders.LOCATION, path);
  }

  private static Response.ResponseBuilder secured(Response.ResponseBuilder response) {
    return response
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        .header("X-Content-Type-Options", "nosniff")
        // The address may hold what is only between buyer and shop.
        .header("Referrer-Policy", "no-referrer")
        .header("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()");
  }
}
