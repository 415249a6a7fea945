package io.waitroom.http.verify;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The checkout token in a request's headers. The most particular place counts: a proxy's own
 * header, then the cookie, then {@code Authorization}, which a shop may use for logins of its own.
 */
public final class PresentedToken {
  private static final String HEADER = "X-Waitroom-Token";
  private static final Pattern COOKIE = Pattern.compile("(?:^|[;,]\\s*)waitroom_token=([^;,\\s]+)");
  private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +(\\S+) *");

  private PresentedToken() {}

  /** The token, whatever it looks like; empty when there is none, or an empty one. */
  public static Optional<String> of(HttpHeaders headers) {
    return Optional.ofNullable(headers.getHeaderString(HEADER))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .or(() -> first(COOKIE.matcher(text(headers.getHeaderString(HttpHeaders.COOKIE)))))
        .or(() -> whole(BEARER.matcher(text(headers.getHeaderString(HttpHeaders.AUTHORIZATION)))));
  }

  private static String text(@Nullable String header) {
    return header == null ? "" : header;
  }

  private static Optional<String> first(Matcher matcher) {
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  private static Optional<String> whole(Matcher matcher) {
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
