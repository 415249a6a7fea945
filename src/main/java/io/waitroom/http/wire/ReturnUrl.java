package io.waitroom.http.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where an admitted buyer goes on: a path on the page's own origin, or a URL on an origin that the
 * operator allows. Made of checked parts only, so that no two readers can take it for different
 * addresses.
 *
 * @param address origin (empty for the page's own) and path
 * @param query without question mark and token; may be empty
 * @param fragment with its number sign; may be empty
 */
public record ReturnUrl(String address, String query, String fragment) {
  private static final String TOKEN = "waitroom_token";

  /** Printable ASCII without what browsers, proxies and shops read in more than one way. */
  private static final Pattern PLAIN = Pattern.compile("[!-~&&[^\\\\]]+");

  private static final Pattern ENCODED_CONTROL = Pattern.compile("(?i)%([01][0-9a-f]|7f)");
  private static final Pattern AMBIGUOUS_PATH = Pattern.compile("(?i)(%2f|%5c|//|/\\.\\.?(/|$))");

  /** The scheme and the authority of a URL, in which nothing is encoded. */
  private static final Pattern ORIGIN = Pattern.compile("^[A-Za-z]+://[^/?#]*");

  /**
   * What an address shows that a decoder has decoded once too often: letters beyond ASCII and the
   * marks on them, spaces inside, and percent signs that encode nothing.
   */
  private static final Pattern SHOWN =
      Pattern.compile(
          "[\\p{L}\\p{M}\\p{N}\\p{S}\\p{P}&&[^\\x00-\\x7f\\ufffd]]|(?<=\\S) +(?=\\S)|%(?![0-9A-Fa-f]{2})");

  /** What browsers send as it is in a query, and {@link URI} does not take. */
  private static final Pattern RAW_IN_QUERY = Pattern.compile("[|^`{}]");

  /**
   * The address that {@code text} names, if a buyer may be sent there.
   *
   * @param origins that the operator allows
   */
  public static Optional<ReturnUrl> of(String text, Collection<String> origins) {
    return of(text, origins::contains);
  }

  /** Whether a buyer may be sent to {@code text} if the operator allows its origin. */
  public static boolean isAcceptable(String text) {
    return of(text, origin -> !origin.isEmpty()).isPresent();
  }

  private static Optional<ReturnUrl> of(String shown, Predicate<String> isAllowed) {
    String text = encoded(shown);
    if (text.length() > HttpLimits.MAX_RETURN_URL_LENGTH
        || text.startsWith("//")
        || !PLAIN.matcher(text).matches()
        || ENCODED_CONTROL.matcher(text).find()) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(withEncodedQuery(text)).parseServerAuthority();
      boolean isOwn = uri.getScheme() == null && uri.getRawAuthority() == null;
      String origin = isOwn ? "" : origin(uri);
      String path = Optional.ofNullable(uri.getRawPath()).orElse("");
      if (!(isOwn ? path.startsWith("/") : isAllowed.test(origin))
          || AMBIGUOUS_PATH.matcher(path).find()) {
        return Optional.empty();
      }
      return Optional.of(
          new ReturnUrl(
              origin + (path.isEmpty() ? "/" : path),
              withoutToken(Optional.ofNullable(uri.getRawQuery()).orElse("")),
              Optional.ofNullable(uri.getRawFragment()).map(f -> "#" + f).orElse("")));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** The address, with a checkout token in it. */
  public String with(String token) {
    return address + "?" + (query.isEmpty() ? "" : query + "&") + TOKEN + "=" + token + fragment;
  }

  /** Returns the root of the same origin. */
  public String home() {
    return URI.create(address).resolve("/").toString();
  }

  /** The address as a parameter of the page names it. */
  @Override
  public String toString() {
    return address + (query.isEmpty() ? "" : "?" + query) + fragment;
  }

  private static String encoded(String shown) {
    Matcher origin = ORIGIN.matcher(shown);
    int start = origin.find() ? origin.end() : 0;
    return shown.substring(0, start)
        + SHOWN
            .matcher(shown.substring(start))
            .replaceAll(match -> URLEncoder.encode(match.group(), UTF_8).replace("+", "%20"));
  }

  private static String withEncodedQuery(String text) {
    int query = text.indexOf('?');
    return query < 0
        ? text
        : text.substring(0, query)
            + RAW_IN_QUERY
                .matcher(text.substring(query))
                .replaceAll(match -> "%%%02X".formatted((int) match.group().charAt(0)));
  }

  /** The origin of an absolute URL, as browsers write it; one that is never allowed for others. */
  private static String origin(URI uri) {
    if (uri.getScheme() == null || uri.getHost() == null || uri.getRawUserInfo() != null) {
      return "";
    }
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    String bare = scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT);
    int usualPort = scheme.equals("https") ? 443 : 80;
    boolean isUsual = uri.getPort() == -1 || uri.getPort() == usualPort;
    return isUsual ? bare : bare + ":" + uri.getPort();
  }

  /** A token from an earlier visit would stand in the way of the new one. */
  private static String withoutToken(String query) {
    return Stream.of(query.split("&"))
        .filter(pair -> !URLDecoder.decode(pair.split("=", 2)[0], UTF_8).equals(TOKEN))
        .collect(Collectors.joining("&"));
  }
}
