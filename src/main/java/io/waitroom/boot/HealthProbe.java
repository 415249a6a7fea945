package io.waitroom.boot;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * The health check of the container image, which has neither a shell nor curl to rely on: ends with
 * 0 when the service on {@code SERVER_PORT} of this machine is alive and with 1 when it is not. It
 * does not ask for readiness: without Redis all replicas are unready, and an engine that replaces
 * unhealthy containers would replace them all.
 *
 * <p>It speaks HTTP over a bare socket and uses nothing of the service, so that its JVM loads as
 * few classes as possible.
 */
public final class HealthProbe {
  private static final int PATIENCE_MS = 3_000;
  private static final String OK = " 200 ";

  private HealthProbe() {}

  /** Takes no arguments: the port is the service's own, from the same environment. */
  public static void main(String[] args) {
    String port = System.getenv("SERVER_PORT");
    try {
      boolean alive =
          isAlive(port == null || port.isBlank() ? 8080 : Integer.parseInt(port.strip()));
      System.exit(alive ? 0 : 1);
    } catch (IOException | IllegalArgumentException e) {
      System.err.println("waitroom: " + e.getMessage());
      System.exit(1);
    }
  }

  private static boolean isAlive(int port) throws IOException {
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(PATIENCE_MS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
      socket
          .getOutputStream()
          .write(
              "GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      return isOk(socket.getInputStream());
    }
  }

  /** The status line is {@code HTTP/1.1 200 …}; reads no further than the status. */
  private static boolean isOk(InputStream in) throws IOException {
    byte[] start = in.readNBytes("HTTP/1.1 200 ".length());
    return new String(start, StandardCharsets.US_ASCII).endsWith(OK);
  }
}
