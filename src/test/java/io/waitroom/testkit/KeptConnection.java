package io.waitroom.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;

/**
 * A caller with one connection that it keeps: some microseconds a call where Java's client takes a
 * hundred, so that a load can be made on the machine that bears it.
 */
public final class KeptConnection implements AutoCloseable {
  private static final int TIMEOUT_MS = 60_000;

  private final Socket socket;
  private final InputStream in;

  /**
   * What came back.
   *
   * @param head status line and headers
   */
  public record Reply(int status, String head, String body) {
    /** Whether it says when to try again. */
    public boolean saysWhen() {
      return head.contains("\nRetry-After: ");
    }
  }

  /** To a server. */
  public KeptConnection(URI base) throws IOException {
    this.socket = new Socket(base.getHost(), base.getPort());
    this.in = new BufferedInputStream(socket.getInputStream());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MS);
  }

  /** A call; the body is JSON, or empty. */
  public Reply call(String method, String path, String body) throws IOException {
    String type = body.isEmpty() ? "" : "Content-Type: application/json\r\n";
    String request =
        "%s %s HTTP/1.1\r\nHost: localhost\r\n%sContent-Length: %d\r\n\r\n%s"
            .formatted(method, path, type, body.length(), body);
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
    String head = head();
    int status = Integer.parseInt(head.substring(9, 12));
    return new Reply(status, head, new String(in.readNBytes(length(head)), ISO_8859_1));
  }

  private String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("The server closed after: " + head);
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private static int length(String head) {
    return head.lines()
        .filter(line -> line.regionMatches(true, 0, "Content-Length:", 0, 15))
        .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
