package io.waitroom.http.verify;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The checkout token in a request's headers. The most particular place counts: a proxy's own
 * header, then the cookies, then {@code Authorization}, which a shop may use for logins of its own.
 */
public final class PresentedToken {
  private static final String HEADER = "X-Waitroom-Token";
  private static final Pattern COOKIE =
      Pattern.compile("(?:^|[;,]\\s*)waitroom_token=(?:\"([^;,\\s\"]+)\"|([^;,\\s\"]+))");
  private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +(\\S+) *");

  /** A browser holds one for each domain and path that the shop sets them for. */
  private static final int MAX_COOKIES = 4;

  private PresentedToken() {}

  /**
   * Returns the token, whatever it looks like; the first {@value #MAX_COOKIES} where cookies of
   * that name are for several paths or domains. Empty when there is none, or an empty one.
   */
  public static List<String> of(HttpHeaders headers) {
    Optional<String> own =
        Optional.ofNullable(headers.getHeaderString(HEADER))
            .map(String::strip)
            .filter(value -> !value.isEmpty());
    if (own.isPresent()) {
      return List.of(own.get());
    }
    List<String> cookies = cookies(text(headers.getHeaderString(HttpHeaders.COOKIE)));
    return cookies.isEmpty()
        ? bearer(text(headers.getHeaderString(HttpHeaders.AUTHORIZATION)))
        : cookies;
  }

  private static String text(@Nullable String header) {
    return header == null ? "" : header;
  }

  private static List<String> cookies(String header) {
    return COOKIE
        .matcher(header)
        .results()
        .map(PresentedToken::value)
        .distinct()
        .limit(MAX_COOKIES)
        .toList();
  }

  private static String value(MatchResult cookie) {
    return cookie.group(1) == null ? cookie.group(2) : cookie.group(1);
  }

  private static List<String> bearer(String header) {
    Matcher matcher = BEARER.matcher(header);
    return matcher.matches() ? List.of(matcher.group(1)) : List.of();
  }
}
