package io.waitroom.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.List;

/** A caller that sends whatever bytes it likes, where a well-behaved client would not. */
final class RawSocket {
  private static final int TIMEOUT_MS = 10_000;

  private RawSocket() {}

  /** Everything that comes back until the server closes; the request must ask it to. */
  static String exchange(URI base, String request) throws IOException {
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout(TIMEOUT_MS);
      socket.getOutputStream().write(request.getBytes(ISO_8859_1));
      socket.getOutputStream().flush();
      return everything(socket.getInputStream());
    }
  }

  /** As the other one, for a request that is sent in parts, each in a packet of its own. */
  static String exchange(URI base, List<String> parts) throws IOException {
    try (Socket socket = new Socket(base.getHost(), base.getPort())) {
      socket.setSoTimeout(TIMEOUT_MS);
      socket.setTcpNoDelay(true);
      try {
        for (String part : parts) {
          socket.getOutputStream().write(part.getBytes(ISO_8859_1));
        }
      } catch (SocketException e) {
        // Closed before all of it was sent. What was said before counts.
      }
      return everything(socket.getInputStream());
    }
  }

  private static String everything(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    try {
      for (int b = in.read(); b >= 0; b = in.read()) {
        text.append((char) b);
      }
    } catch (SocketException e) {
      // Reset: the server closed without reading all that was sent. What it said before counts.
      return text.toString();
    }
    return text.toString();
  }
}
