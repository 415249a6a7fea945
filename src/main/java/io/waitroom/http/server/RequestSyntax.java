package io.waitroom.http.server;

import io.helidon.http.DateTime;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The rules for what a request may look like where two readers, a proxy in front and this service,
 * or Helidon and JAX-RS, could read it in two ways or not at all.
 */
final class RequestSyntax {
  private static final String CHUNKED = HeaderValues.TRANSFER_ENCODING_CHUNKED.get();
  private static final String THE_SERVER = "*";
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]++";
  private static final String COMMA = "[ \\t]*+,[ \\t]*+";
  private static final String PARAMETERS =
      "(?:[ \\t]*+;[ \\t]*+(?:[qQ]=(?:0(?:\\.[0-9]{0,3})?|1(?:\\.0{0,3})?)(?![^ \\t,;])"
          + "|(?![qQ]=)"
          + TOKEN
          + "(?:=(?:"
          + TOKEN
          + "|\"(?:[^\"\\\\]|\\\\.)*+\"))?)?+)*+";
  private static final String RANGE = TOKEN + "(?:/" + TOKEN + ")?+" + PARAMETERS;
  private static final String ENTITY_TAG = "(?:W/)?+\"[^\"]*+\"";

  /** Headers that JAX-RS or Helidon parses, and answers 500 or an empty 400 where it cannot. */
  private static final Map<HeaderName, Pattern> PARSED =
      Map.of(
          HeaderNames.ACCEPT,
          listOf(RANGE),
          HeaderNames.ACCEPT_LANGUAGE,
          listOf(RANGE),
          HeaderNames.RANGE,
          Pattern.compile("[^0-9]*+(?:[0-9]{1,9}+(?![0-9])[^0-9]*+)*+"),
          HeaderNames.CONTENT_TYPE,
          Pattern.compile("(?!\\*)" + TOKEN + "(?:/(?!\\*)" + TOKEN + ")?+" + PARAMETERS),
          HeaderNames.IF_MATCH,
          Pattern.compile("\\*|" + listOf(ENTITY_TAG)),
          HeaderNames.IF_NONE_MATCH,
          Pattern.compile("\\*|" + listOf(ENTITY_TAG)));

  private RequestSyntax() {}

  private static Pattern listOf(String element) {
    return Pattern.compile(
        "[ \\t,]*+" + element + "(?:" + COMMA + "(?:" + element + ")?+)*+[ \\t]*+");
  }

  /** Whether the request asks about no path, but about the server as a whole. */
  static boolean isAboutTheServer(HttpPrologue prologue) {
    return prologue.uriPath().rawPath().equals(THE_SERVER)
        && prologue.method().equals(Method.OPTIONS);
  }

  /** Returns what is wrong, for the client's developer; empty if nothing is. */
  static Optional<String> fault(HttpPrologue prologue, Headers headers) {
    if (isAmbiguous(headers)) {
      return Optional.of("Where the body ends is unclear");
    }
    String path = prologue.uriPath().rawPath();
    if (!isAboutTheServer(prologue) && !path.startsWith("/")) {
      return Optional.of("The request's target is not a path");
    }
    if (!isPlain(path) || prologue.fragment().hasValue()) {
      return Optional.of(
          "No path here has a parameter, an encoded letter, or a segment that is empty or of dots");
    }
    for (Header header : headers) {
      if (!isReadable(header)) {
        return Optional.of("A header is malformed");
      }
    }
    return Optional.empty();
  }

  /**
   * Whether a date of a condition cannot be read: it has to be ignored (RFC 9110, 13.1.3 and
   * 13.1.4).
   */
  static boolean isUnreadableDate(Headers headers, HeaderName name) {
    if (!headers.contains(name)) {
      return false;
    }
    try {
      var _ = DateTime.parse(headers.get(name).get());
      return headers.get(name).valueCount() > 1;
    } catch (DateTimeParseException e) {
      return true;
    }
  }

  private static boolean isReadable(Header header) {
    if (header.name().isEmpty()) {
      return false;
    }
    Pattern pattern = PARSED.get(header.headerName());
    if (pattern == null) {
      return true;
    }
    for (String value : header.allValues()) {
      if (!pattern.matcher(value).matches()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether a path can be read in one way only. JAX-RS drops parameters, decodes and normalizes;
   * the rules of a proxy in front need not, and would be passed by.
   */
  private static boolean isPlain(String path) {
    int segment = 1;
    for (int i = 1; i <= path.length(); i++) {
      boolean ends = i == path.length() || path.charAt(i) == '/';
      if (!ends && !isPlain(path, i)) {
        return false;
      }
      if (ends) {
        boolean isLast = i == path.length();
        int length = i - segment;
        boolean dots =
            (length == 1 && path.charAt(segment) == '.')
                || (length == 2 && path.startsWith("..", segment));
        if (dots || (length == 0 && !isLast)) {
          return false;
        }
        segment = i + 1;
      }
    }
    return true;
  }

  private static boolean isPlain(String path, int at) {
    char c = path.charAt(at);
    if (c == '%') {
      // A blank may be encoded, as no id has one; a letter must not be, which could be itself.
      return at + 2 < path.length() && !isSpecial((char) decoded(path, at));
    }
    return c > ' ' && c < 0x7F && c != ';' && c != '\\';
  }

  private static int decoded(String path, int at) {
    return (Character.digit(path.charAt(at + 1), 16) << 4)
        | Character.digit(path.charAt(at + 2), 16);
  }

  /** Whether a character that is encoded may be read as something else than a part of a name. */
  private static boolean isSpecial(char c) {
    return c < ' '
        || c == 0x7F
        || c > 0xFF
        || "-._~/\\;%?#".indexOf(c) >= 0
        || (c < 0x7F && Character.isLetterOrDigit(c));
  }

  /**
   * A proxy in front may read the other length, or another coding, and take the rest for another
   * caller's request. Helidon 4.3 takes "+4" for 4, and any coding but exactly "chunked" for none.
   */
  private static boolean isAmbiguous(Headers headers) {
    boolean hasLength = headers.contains(HeaderNames.CONTENT_LENGTH);
    if (headers.contains(HeaderNames.TRANSFER_ENCODING)) {
      Header coding = headers.get(HeaderNames.TRANSFER_ENCODING);
      return hasLength || coding.valueCount() > 1 || !coding.get().equals(CHUNKED);
    }
    return hasLength
        && (headers.get(HeaderNames.CONTENT_LENGTH).valueCount() > 1
            || !DIGITS.matcher(headers.get(HeaderNames.CONTENT_LENGTH).get()).matches());
  }
}
