package io.waitroom.redis.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a Redis in one text: {@code redis://[[user]:password@]host[:port][/database]}, or
 * {@code rediss://} for TLS.
 *
 * @param node host:port; port 6379 unless given
 * @param username percent-decoded
 * @param password percent-decoded; never printed
 * @param database number after the slash
 * @param tls whether the scheme is {@code rediss}
 */
public record RedisUrl(
    String node,
    Optional<String> username,
    Optional<String> password,
    Optional<Integer> database,
    boolean tls) {
  private static final int DEFAULT_PORT = 6379;
  private static final Pattern PATH = Pattern.compile("/?|/(\\d{1,2})");

  /** Without user and password. */
  @Override
  public String toString() {
    return "RedisUrl[" + node + "]";
  }

  /**
   * Reads the text.
   *
   * @throws IllegalArgumentException when it is no such address
   */
  public static RedisUrl parse(String text) {
    URI uri;
    try {
      uri = new URI(text).parseServerAuthority();
    } catch (URISyntaxException _) {
      // Without the cause: its message holds the password.
      throw new IllegalArgumentException("not a URI");
    }
    Matcher path = PATH.matcher(uri.getRawPath() == null ? "" : uri.getRawPath());
    boolean tls = "rediss".equals(uri.getScheme());
    if (uri.getHost() == null
        || !path.matches()
        || uri.getRawQuery() != null
        || uri.getRawFragment() != null
        || !(tls || "redis".equals(uri.getScheme()))) {
      throw new IllegalArgumentException("not a URL of Redis");
    }
    String[] user = (uri.getRawUserInfo() == null ? "" : uri.getRawUserInfo()).split(":", 2);
    return new RedisUrl(
        uri.getHost() + ":" + (uri.getPort() == -1 ? DEFAULT_PORT : uri.getPort()),
        decoded(user[0]),
        user.length == 2 ? decoded(user[1]) : Optional.empty(),
        Optional.ofNullable(path.group(1)).map(Integer::valueOf),
        tls);
  }

  private static Optional<String> decoded(String raw) {
    // In user info a plus sign is itself.
    String plain = URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    return Optional.of(plain).filter(text -> !text.isEmpty());
  }
}
