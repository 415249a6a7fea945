package io.waitroom.lab.load;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One keep-alive HTTP/1.1 connection: bytes out, bytes in, in the caller's (virtual) thread. It
 * costs about a fifth of what {@code java.net.http} does. Not thread-safe.
 */
public final class HttpConnection implements AutoCloseable {
  private static final int BUFFER_BYTES = 2048;
  private static final int LINE_MAX = 8192;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private int status;
  private int length;
  private int retryAfterSeconds;
  private boolean chunked;
  private boolean closing;

  /** Connects; an answer that takes longer than {@code readLimitMs} is a failure. */
  public HttpConnection(Target target, int readLimitMs) throws IOException {
    socket = target.connect(readLimitMs);
    in = new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES);
    out = socket.getOutputStream();
  }

  /** One exchange. */
  public Answer send(byte[] request) throws IOException {
    long start = System.nanoTime();
    out.write(request);
    readHead();
    byte[] body = chunked ? new ChunkedInput(this).readAllBytes() : in.readNBytes(length);
    if (!chunked && body.length < length) {
      throw new EOFException("the answer ended after %d of %d".formatted(body.length, length));
    }
    return new Answer(status, retryAfterSeconds, utf8(body), System.nanoTime() - start);
  }

  /**
   * Sends a request whose answer does not end; what was answered but the body, which follows in
   * {@link #body()} when the status is 200.
   */
  public Answer open(byte[] request) throws IOException {
    long start = System.nanoTime();
    out.write(request);
    readHead();
    String text = status == 200 ? "" : utf8(body().readAllBytes());
    return new Answer(status, retryAfterSeconds, text, System.nanoTime() - start);
  }

  /** The body of the answer to {@link #open}. */
  public InputStream body() throws IOException {
    return chunked ? new ChunkedInput(this) : InputStream.nullInputStream();
  }

  /** Whether another request may follow. */
  public boolean isReusable() {
    return !closing && !socket.isClosed();
  }

  /** Whether the other side has closed it, or sent what nobody asked for; takes a millisecond. */
  boolean isStale() {
    try {
      int limit = socket.getSoTimeout();
      socket.setSoTimeout(1);
      try {
        var _ = in.read();
        return true;
      } catch (SocketTimeoutException e) {
        return false;
      } finally {
        socket.setSoTimeout(limit);
      }
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone, which is what was wanted.
      closing = true;
    }
  }

  int read() throws IOException {
    int read = in.read();
    if (read < 0) {
      throw new EOFException("the connection was closed");
    }
    return read;
  }

  String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(64);
    for (int read = read(); read != '\n'; read = read()) {
      if (line.size() >= LINE_MAX) {
        throw new IOException("a line of more than %d bytes".formatted(LINE_MAX));
      }
      line.write(read);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  private void readHead() throws IOException {
    String first = readLine();
    if (!first.startsWith("HTTP/1.1 ") || first.length() < 12) {
      throw new IOException("no HTTP answer: " + first);
    }
    status = Integer.parseInt(first.substring(9, 12));
    length = 0;
    retryAfterSeconds = 0;
    chunked = false;
    closing = false;
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      int colon = line.indexOf(':');
      header(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
  }

  private static String utf8(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private void header(String name, String value) {
    switch (name) {
      case "content-length" -> length = Integer.parseInt(value);
      case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
      case "retry-after" -> retryAfterSeconds = Integer.parseInt(value);
      case "connection" -> closing = value.equalsIgnoreCase("close");
      default -> {
        // Of no use to a caller that only counts.
      }
    }
  }
}
