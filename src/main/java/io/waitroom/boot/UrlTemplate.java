package io.waitroom.boot;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * The kind of value that {@code CHECKOUT_URL} is: an absolute http(s) URL with places to fill in.
 */
final class UrlTemplate {
  static final ValueType<String> KIND =
      new ValueType<>(
          "an http:// or https:// URL with no other braces than {event_id}, {session_id} and"
              + " {token}",
          UrlTemplate::check);

  private static final Pattern PLACE = Pattern.compile("\\{(event_id|session_id|token)}");
  private static final int MAX_LENGTH = 2_000;

  private UrlTemplate() {}

  private static String check(String template) {
    try {
      URI filled = new URI(PLACE.matcher(template).replaceAll("x")).parseServerAuthority();
      String scheme = filled.getScheme();
      if (filled.getHost() != null
          && template.length() <= MAX_LENGTH
          && ("http".equals(scheme) || "https".equals(scheme))) {
        return template;
      }
    } catch (URISyntaxException _) {
      // Falls through: said in the words of the kind.
    }
    throw new IllegalArgumentException("not such a URL");
  }
}
