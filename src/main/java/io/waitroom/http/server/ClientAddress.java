package io.waitroom.http.server;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address that joins are counted by: what the outermost trusted proxy saw, or the connection's.
 * Of an IPv6 address the first 64 bits count, because one household has all the others.
 */
public final class ClientAddress {
  private static final int IPV6_PREFIX_BYTES = 8;

  /**
   * An entry of {@code X-Forwarded-For} as proxies write it: an address, or one with a port, IPv6
   * in brackets or with a zone, with or without quotes.
   */
  private static final Pattern ENTRY =
      Pattern.compile(
          "(?:\\[(?<bracketed>[0-9A-Fa-f:.]+)(?:%[\\w.-]+)?](?::\\d{1,5})?"
              + "|(?<v4>\\d{1,3}(?:\\.\\d{1,3}){3})(?::\\d{1,5})?"
              + "|(?<v6>[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:%[\\w.-]+)?)");

  private static final int MAX_ENTRY_LENGTH = 100;

  private ClientAddress() {}

  /**
   * The client's address. An entry that is no address, as a proxy writes that hides its clients, is
   * not taken: then all of that proxy's clients are one.
   *
   * @param trustedProxies how many proxies in front add to {@code X-Forwarded-For}; what callers
   *     put there themselves stands further left and is not believed
   */
  public static String of(ServerRequest request, int trustedProxies) {
    List<String> hops = new ArrayList<>();
    if (trustedProxies > 0) {
      request
          .headers()
          .all(HeaderNames.X_FORWARDED_FOR, List::of)
          .forEach(line -> Arrays.stream(line.split(",")).map(String::strip).forEach(hops::add));
    }
    hops.add(peer(request));
    return hops.subList(Math.max(0, hops.size() - 1 - trustedProxies), hops.size()).stream()
        .flatMap(hop -> normal(hop).stream())
        .findFirst()
        .orElse("");
  }

  private static String peer(ServerRequest request) {
    return request.remotePeer().address() instanceof InetSocketAddress address
        ? address.getAddress().getHostAddress()
        : request.remotePeer().host();
  }

  /**
   * Returns the one way in which an address is written here; empty for what is no address.
   *
   * @param entry as it stands in a header, or as the connection tells it
   */
  public static Optional<String> normal(String entry) {
    String text = unquoted(entry);
    Matcher parts = ENTRY.matcher(text);
    if (text.length() > MAX_ENTRY_LENGTH || !parts.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          written(
              InetAddress.ofLiteral(
                  Optional.ofNullable(parts.group("bracketed"))
                      .or(() -> Optional.ofNullable(parts.group("v4")))
                      .orElseGet(() -> parts.group("v6")))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String unquoted(String text) {
    boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private static String written(InetAddress address) {
    return address instanceof Inet6Address
        ? HexFormat.of().formatHex(address.getAddress(), 0, IPV6_PREFIX_BYTES)
        : address.getHostAddress();
  }
}
