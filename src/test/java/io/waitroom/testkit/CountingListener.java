package io.waitroom.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands where somebody else is expected, and counts who comes. */
public final class CountingListener implements AutoCloseable {
  private final ServerSocket socket;
  private final AtomicInteger visitors = new AtomicInteger();

  /** On a free port of 127.0.0.1. */
  public CountingListener() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread _ = Thread.ofVirtual().start(this::watch);
  }

  /** Host and port. */
  public String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** How many have connected so far. */
  public int visitors() {
    return visitors.get();
  }

  private void watch() {
    while (!socket.isClosed()) {
      try (Socket _ = socket.accept()) {
        visitors.incrementAndGet();
      } catch (IOException _) {
        // Closed.
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
