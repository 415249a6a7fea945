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

/**
 * The address that joins are counted by: what the outermost trusted proxy saw, or the connection's.
 * Of an IPv6 address the first 64 bits count, because one household has all the others.
 */
public final class ClientAddress {
  private static final int IPV6_PREFIX_BYTES = 8;

  private ClientAddress() {}

  /**
   * The client's address.
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
    return normal(hops.get(Math.max(0, hops.size() - 1 - trustedProxies)));
  }

  private static String peer(ServerRequest request) {
    return request.remotePeer().address() instanceof InetSocketAddress address
        ? address.getAddress().getHostAddress()
        : request.remotePeer().host();
  }

  /** Two ways to write one address are one client; what is no address is its own. */
  public static String normal(String address) {
    try {
      InetAddress literal = InetAddress.ofLiteral(address);
      return literal instanceof Inet6Address
          ? HexFormat.of().formatHex(literal.getAddress(), 0, IPV6_PREFIX_BYTES)
          : literal.getHostAddress();
    } catch (IllegalArgumentException e) {
      return address;
    }
  }
}
