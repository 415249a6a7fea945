package io.waitroom.room;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A web origin as browsers write it, for example {@code https://shop.example} or {@code
 * http://localhost:3000}: scheme, host and, where it is not the scheme's usual one, port; in lower
 * case, international names in their ASCII form. Two origins are the same if they are written the
 * same.
 */
public final class Origin {
  /** What is allowed, for error messages and the API document. */
  public static final String ALLOWED =
      "origins such as https://shop.example or http://localhost:3000, in lower case and without"
          + " their usual ports";

  private static final int MAX_PORT = 65_535;
  private static final Pattern SYNTAX =
      Pattern.compile(
          "(?!http://[^/]*:80$)(?!https://[^/]*:443$)"
              + "https?://([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:]{2,39}])(:(?<port>[1-9]\\d{0,4}))?");

  private Origin() {}

  /** Whether {@code text} is an origin, written as browsers write it. */
  public static boolean isValid(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      return false;
    }
    String port = matcher.group("port");
    return port == null || Integer.parseInt(port) <= MAX_PORT;
  }
}
