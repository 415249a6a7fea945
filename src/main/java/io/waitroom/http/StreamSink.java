package io.waitroom.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.DateTime;
import io.helidon.http.Header;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * The answer to a request for a stream, written straight to its connection: the head with the first
 * bytes, then a chunk for each write. Keeps nothing of what was written. Not thread-safe.
 */
final class StreamSink implements AutoCloseable {
  private static final byte[] NOTHING = {};
  private static final byte[] STATUS = ascii("HTTP/1.1 200 OK\r\nDate: ");
  private static final byte[] LINE_END = ascii("\r\n");
  private static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");
  private static final int HEAD_BYTES = 256;
  private static final int CHUNK_EXTRA_BYTES = 16;

  private final Consumer<BufferData> out;
  private final Runnable closing;
  private byte[] head;

  /**
   * @param out waits until the connection has taken what it gets
   * @param closing closes the connection
   * @param head what {@link #head} made
   */
  StreamSink(Consumer<BufferData> out, Runnable closing, byte[] head) {
    this.out = out;
    this.closing = closing;
    this.head = head;
  }

  /** The head of an answer that has these headers, and after which the connection is closed. */
  static byte[] head(ServerResponseHeaders headers) {
    headers.set(HeaderValues.CONNECTION_CLOSE).set(HeaderValues.TRANSFER_ENCODING_CHUNKED);
    BufferData buffer = BufferData.growing(HEAD_BYTES);
    buffer.write(STATUS);
    buffer.write(DateTime.http1Bytes());
    for (Header header : headers) {
      header.writeHttp1Header(buffer);
    }
    buffer.write(LINE_END);
    return buffer.readBytes();
  }

  /**
   * Writes, and waits until the connection has taken it.
   *
   * @throws IOException when the client is gone
   */
  void write(byte[] bytes) throws IOException {
    BufferData buffer = BufferData.create(head.length + bytes.length + CHUNK_EXTRA_BYTES);
    buffer.write(head);
    buffer.write(ascii(Integer.toHexString(bytes.length)));
    buffer.write(LINE_END);
    buffer.write(bytes);
    buffer.write(LINE_END);
    send(buffer);
    head = NOTHING;
  }

  /**
   * Ends the answer; one that has not begun is not given: its client sees a closed connection.
   *
   * @throws IOException when the client is gone
   */
  void end() throws IOException {
    if (head.length == 0) {
      send(BufferData.create(LAST_CHUNK));
    }
  }

  private void send(BufferData data) throws IOException {
    try {
      out.accept(data);
    } catch (RuntimeException e) {
      throw new IOException(e);
    }
  }

  /** Closes the connection. */
  @Override
  public void close() {
    closing.run();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
