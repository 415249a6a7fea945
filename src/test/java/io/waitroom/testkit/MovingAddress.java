package io.waitroom.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An address of 127.0.0.1 that leads to one server and later to another, as a Kubernetes Service or
 * the primary endpoint of a managed Redis does: connections stay where they were made.
 */
public final class MovingAddress implements AutoCloseable {
  private static final int BACKLOG = 1_024;

  private final ServerSocket door;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile int target;

  private MovingAddress(int target) {
    this.target = target;
    try {
      door = new ServerSocket(Ports.free(), BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen", e);
    }
  }

  /** An address that leads to this server. */
  public static MovingAddress to(RedisServer server) {
    MovingAddress address = new MovingAddress(server.port());
    Thread.ofVirtual().name("moving address").start(address::accept);
    return address;
  }

  /** Connections made from now on lead to this server. */
  public void moveTo(RedisServer server) {
    target = server.port();
  }

  /** Host and port, as {@code REDIS_ADDR} wants them. */
  public String address() {
    return "127.0.0.1:" + door.getLocalPort();
  }

  @Override
  public void close() {
    quietly(door);
    sockets.forEach(MovingAddress::quietly);
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket near = door.accept();
        sockets.add(near);
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(far);
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        Thread.ofVirtual().start(() -> pump(near, far));
        Thread.ofVirtual().start(() -> pump(far, near));
      } catch (IOException _) {
        // Closed: the loop ends.
      }
    }
  }

  private void pump(Socket from, Socket to) {
    try {
      long _ = from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      // Reset: the other end learns of it as of an end.
    }
    quietly(from);
    quietly(to);
    sockets.remove(from);
    sockets.remove(to);
  }

  private static void quietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception _) {
      // It is gone either way.
    }
  }
}
