package io.waitroom.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A network line to a port of this machine that can be slow, or half open: connections stand and
 * can be made, and nothing goes through. Latency is added to each direction; what is under way
 * keeps its order. It can be led to another port, as a Kubernetes Service or the primary endpoint
 * of a managed Redis is: connections stay where they were made.
 */
public final class SlowProxy implements AutoCloseable {
  private static final int CHUNK_BYTES = 16_384;
  private static final int BACKLOG = 1_024;
  private static final ByteBuffer END = ByteBuffer.allocate(0);

  private volatile int target;
  private final ServerSocket door;
  private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
  private volatile Duration latency = Duration.ZERO;
  private volatile boolean halfOpen;

  /** Bytes and when they are due. */
  private record Chunk(ByteBuffer bytes, long dueNanos) {}

  private SlowProxy(int target) {
    this.target = target;
    try {
      door = new ServerSocket(Ports.free(), BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A fast line to this port. */
  public static SlowProxy to(int target) {
    SlowProxy line = new SlowProxy(target);
    Thread.ofVirtual().name("line").start(line::accept);
    return line;
  }

  /** Where callers connect. */
  public int port() {
    return door.getLocalPort();
  }

  /** Host and port. */
  public String address() {
    return "127.0.0.1:" + port();
  }

  /** Connections made from now on lead to this port. */
  public void leadTo(int port) {
    target = port;
  }

  /** From now on each direction takes so long. */
  public void delay(Duration eachWay) {
    latency = eachWay;
  }

  /** From now on nothing goes through. */
  public void swallow() {
    halfOpen = true;
  }

  /** Fast and open again; connections that have lost something are reset. */
  public void mend() {
    latency = Duration.ZERO;
    if (halfOpen) {
      halfOpen = false;
      connections.stream().filter(connection -> connection.lost).forEach(Connection::close);
    }
  }

  @Override
  public void close() {
    try {
      door.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    connections.forEach(Connection::close);
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        Socket near = door.accept();
        Thread.ofVirtual().start(() -> connect(near));
      } catch (IOException _) {
        // Closed: the loop ends.
      }
    }
  }

  private void connect(Socket near) {
    try {
      Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      Connection connection = new Connection(near, far);
      connections.add(connection);
      connection.pump(near, far);
      connection.pump(far, near);
    } catch (IOException _) {
      quietly(near);
    }
  }

  private static void quietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // It is gone either way.
    }
  }

  /** Both ends of one connection. */
  private final class Connection {
    private final Socket near;
    private final Socket far;
    private volatile boolean lost;

    Connection(Socket near, Socket far) {
      this.near = near;
      this.far = far;
    }

    void pump(Socket from, Socket to) {
      BlockingQueue<Chunk> underWay = new LinkedBlockingQueue<>();
      Thread.ofVirtual().start(() -> read(from, underWay));
      Thread.ofVirtual().start(() -> write(underWay, to));
    }

    private void read(Socket from, BlockingQueue<Chunk> underWay) {
      byte[] buffer = new byte[CHUNK_BYTES];
      try {
        InputStream in = from.getInputStream();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          if (halfOpen) {
            lost = true;
          } else {
            underWay.add(due(ByteBuffer.wrap(Arrays.copyOf(buffer, count))));
          }
        }
      } catch (IOException _) {
        // Reset: the other end learns of it as of an end.
      }
      underWay.add(due(END));
    }

    private Chunk due(ByteBuffer bytes) {
      return new Chunk(bytes, System.nanoTime() + latency.toNanos());
    }

    private void write(BlockingQueue<Chunk> underWay, Socket to) {
      try {
        OutputStream out = to.getOutputStream();
        for (Chunk chunk = underWay.take(); chunk.bytes().hasRemaining(); chunk = underWay.take()) {
          Thread.sleep(Duration.ofNanos(Math.max(0, chunk.dueNanos() - System.nanoTime())));
          out.write(chunk.bytes().array());
        }
      } catch (IOException _) {
        // Reset: both ends are closed below.
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      close();
    }

    void close() {
      connections.remove(this);
      quietly(near);
      quietly(far);
    }
  }
}
