package io.waitroom.kafka;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands where a broker is expected, gives everybody the same answer, and says no more. */
@SuppressWarnings("MutablePublicArray") // only ever written to a socket
public final class CannedListener implements AutoCloseable {
  /** As OpenSSL answers plaintext: "protocol version", fatal. */
  public static final byte[] TLS_ALERT = {0x15, 0x03, 0x03, 0, 2, 2, 70};

  /** As a length, 1.2 GB. */
  public static final byte[] HTTP = "HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII);

  public static final byte[] NOTHING = {};

  private final ServerSocket socket = new ServerSocket();
  private final AtomicInteger answered = new AtomicInteger();
  private final byte[] answer;

  /** On a free port of 127.0.0.1. */
  public CannedListener(byte[] answer) throws IOException {
    this(0, answer);
  }

  CannedListener(int port, byte[] answer) throws IOException {
    this.answer = answer;
    socket.setReuseAddress(true);
    socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    Thread.ofVirtual().start(this::serve);
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  /** As {@code KAFKA_BROKERS} wants it. */
  public String bootstrapServers() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** How many were answered so far. */
  public int answered() {
    return answered.get();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try {
        Socket visitor = socket.accept();
        Thread.ofVirtual().start(() -> answer(visitor));
      } catch (IOException _) {
        // Closed.
      }
    }
  }

  private void answer(Socket visitor) {
    try (visitor) {
      byte[] question = new byte[4096];
      if (visitor.getInputStream().read(question) > 0) {
        visitor.getOutputStream().write(answer);
        answered.incrementAndGet();
      }
      // The visitor hangs up first, or this port would stay in use for a minute.
      while (visitor.getInputStream().read(question) >= 0) {}
    } catch (IOException _) {
      // Reset by the visitor.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
