package io.waitroom.lab.load;

import java.io.IOException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/**
 * A bounded number of keep-alive connections to one service, shared by any number of threads; who
 * finds none free waits in line. Thread-safe.
 */
public final class HttpPool implements AutoCloseable {
  private static final int READ_LIMIT_MS = 30_000;

  /** For so long after its use a connection is taken for alive. */
  private static final long FRESH_NANOS = 100_000_000;

  private final Target target;
  private final int readLimitMs;
  private final Semaphore free;
  private final Deque<Idle> idle = new ConcurrentLinkedDeque<>();

  /** A connection that is not in use, and since when. */
  private record Idle(HttpConnection connection, long sinceNanos) {}

  /** Connects to nothing yet. */
  public HttpPool(Target target, int connectionsMax) {
    this(target, connectionsMax, READ_LIMIT_MS);
  }

  /** Connects to nothing yet; an answer that takes longer than {@code readLimitMs} is a failure. */
  public HttpPool(Target target, int connectionsMax, int readLimitMs) {
    this.target = target;
    this.readLimitMs = readLimitMs;
    this.free = new Semaphore(connectionsMax, true);
  }

  /** Where it connects to. */
  public Target target() {
    return target;
  }

  /**
   * One exchange.
   *
   * @throws IOException when no answer came; the request may have been carried out
   */
  public Answer send(byte[] request) throws IOException, InterruptedException {
    free.acquire();
    try {
      return send(connection(), request);
    } finally {
      free.release();
    }
  }

  /** One that was used last, as long as the server has not closed it since, or a new one. */
  private HttpConnection connection() throws IOException {
    for (Idle last = idle.pollFirst(); last != null; last = idle.pollFirst()) {
      if (System.nanoTime() - last.sinceNanos < FRESH_NANOS || !last.connection.isStale()) {
        return last.connection;
      }
      last.connection.close();
    }
    return new HttpConnection(target, readLimitMs);
  }

  private Answer send(HttpConnection connection, byte[] request) throws IOException {
    boolean answered = false;
    try {
      Answer answer = connection.send(request);
      answered = connection.isReusable();
      return answer;
    } finally {
      if (answered) {
        idle.addFirst(new Idle(connection, System.nanoTime()));
      } else {
        connection.close();
      }
    }
  }

  /** Closes the connections that are not in use. */
  @Override
  public void close() {
    for (Idle last = idle.pollFirst(); last != null; last = idle.pollFirst()) {
      last.connection.close();
    }
  }
}
