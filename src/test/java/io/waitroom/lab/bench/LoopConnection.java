package io.waitroom.lab.bench;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One connection of a {@link ClosedLoop}: one request out, one answer with a Content-Length in. Not
 * thread-safe.
 */
final class LoopConnection implements AutoCloseable {
  private static final int ANSWER_MAX = 64 * 1024;
  private static final byte[] LENGTH = "\r\ncontent-length:".getBytes(StandardCharsets.US_ASCII);

  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocate(ANSWER_MAX);
  private long sentNanos;
  private int whole;

  LoopConnection(SocketAddress address, Selector selector) throws IOException {
    channel = SocketChannel.open(address);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, this);
  }

  /** Sends a request; the one before has been answered. */
  void send(ByteBuffer request) throws IOException {
    in.clear();
    whole = 0;
    sentNanos = System.nanoTime();
    while (request.hasRemaining()) {
      channel.write(request); // some hundred bytes always fit into an empty socket buffer
    }
  }

  /** When the request was sent, by {@link System#nanoTime}. */
  long sentNanos() {
    return sentNanos;
  }

  /** Reads what is there; the status when that completes the answer, else 0. */
  int receive() throws IOException {
    if (channel.read(in) < 0) {
      throw new EOFException("the service closed a connection");
    }
    if (whole == 0) {
      whole = wholeLength();
    }
    if (whole == 0 || in.position() < whole) {
      return 0;
    }
    byte[] bytes = in.array();
    return (bytes[9] - '0') * 100 + (bytes[10] - '0') * 10 + (bytes[11] - '0');
  }

  /** Of head and body; 0 while the head is incomplete. */
  private int wholeLength() throws IOException {
    byte[] bytes = in.array();
    int headEnd = -1;
    for (int i = 3; i < in.position() && headEnd < 0; i++) {
      if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
        headEnd = i + 1;
      }
    }
    if (headEnd < 0) {
      return 0;
    }
    for (int i = 0; i + LENGTH.length < headEnd; i++) {
      if (isLengthAt(bytes, i)) {
        return headEnd + number(bytes, i + LENGTH.length);
      }
    }
    throw new IOException(
        "an answer without Content-Length: "
            + new String(bytes, 0, headEnd, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT));
  }

  private static boolean isLengthAt(byte[] bytes, int at) {
    for (int i = 0; i < LENGTH.length; i++) {
      int b = bytes[at + i];
      int lower = b >= 'A' && b <= 'Z' ? b + 32 : b;
      if (lower != LENGTH[i]) {
        return false;
      }
    }
    return true;
  }

  private static int number(byte[] bytes, int from) {
    int at = from;
    while (bytes[at] == ' ') {
      at++;
    }
    int number = 0;
    while (bytes[at] >= '0' && bytes[at] <= '9') {
      number = number * 10 + bytes[at] - '0';
      at++;
    }
    return number;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
