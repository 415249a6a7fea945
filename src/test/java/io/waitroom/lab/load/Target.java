package io.waitroom.lab.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Where a service listens, and the requests to it, as bytes.
 *
 * @param host name or address
 * @param port 1 to 65535
 * @param tls whether it is https
 * @param prefix path that stands before every other, without a slash at the end
 */
public record Target(String host, int port, boolean tls, String prefix) {
  private static final int CONNECT_LIMIT_MS = 10_000;

  /**
   * What an address such as {@code http://127.0.0.1:8080} names.
   *
   * @throws IllegalArgumentException when it is no http or https address
   */
  public static Target of(URI url) {
    String scheme = String.valueOf(url.getScheme());
    boolean tls = scheme.equals("https");
    if (url.getHost() == null || !(tls || scheme.equals("http"))) {
      throw new IllegalArgumentException(url + " is not an http or https address with a host");
    }
    int usualPort = tls ? 443 : 80;
    String path = url.getPath() == null ? "" : url.getPath();
    return new Target(
        url.getHost(),
        url.getPort() < 0 ? usualPort : url.getPort(),
        tls,
        path.endsWith("/") ? path.substring(0, path.length() - 1) : path);
  }

  /** A request without a body; {@code headers} are whole lines. */
  public byte[] request(String method, String path, String... headers) {
    return bytes(head(method, path, headers) + (method.equals("GET") ? "\r\n" : empty()));
  }

  /** A request with a JSON body. */
  public byte[] json(String method, String path, String json, String... headers) {
    int length = json.getBytes(StandardCharsets.UTF_8).length;
    return bytes(
        head(method, path, headers)
            + "Content-Type: application/json\r\nContent-Length: "
            + length
            + "\r\n\r\n"
            + json);
  }

  /** A new connection; reads give up after {@code readLimitMs}. */
  Socket connect(int readLimitMs) throws IOException {
    Socket socket = tls ? SSLSocketFactory.getDefault().createSocket() : new Socket();
    try {
      if (socket instanceof SSLSocket secure) {
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secure.setSSLParameters(parameters);
      }
      socket.setTcpNoDelay(true);
      socket.connect(new InetSocketAddress(host, port), CONNECT_LIMIT_MS);
      socket.setSoTimeout(readLimitMs);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw new IOException("%s:%d: %s".formatted(host, port, e.getMessage()), e);
    }
  }

  private String head(String method, String path, String... headers) {
    StringBuilder head = new StringBuilder(256);
    head.append(method).append(' ').append(prefix).append(path).append(" HTTP/1.1\r\nHost: ");
    head.append(host).append(':').append(port).append("\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.toString();
  }

  private static String empty() {
    return "Content-Length: 0\r\n\r\n";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
