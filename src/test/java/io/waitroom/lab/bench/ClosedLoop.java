package io.waitroom.lab.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Some keep-alive connections, on each of which a request follows the answer to the one before. One
 * thread and one selector, because a thread a connection costs two switches a request, which the
 * service would miss. Not thread-safe.
 */
final class ClosedLoop implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long SELECT_MS = 100;

  private final Selector selector = Selector.open();
  private final List<LoopConnection> connections = new ArrayList<>();
  private final Requests requests;
  private final int status;
  private final Histogram micros = new Histogram(60_000_000, 3);
  private long sent;
  private long answered;
  private long unexpected;

  /**
   * Connects.
   *
   * @param status of an answer that counts
   */
  ClosedLoop(int port, int count, int status, Requests requests) throws IOException {
    this.requests = requests;
    this.status = status;
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    for (int i = 0; i < count; i++) {
      connections.add(new LoopConnection(address, selector));
    }
  }

  /** Runs for a while; returns when the last answer is there. */
  Load run(Duration window) throws IOException {
    long start = System.nanoTime();
    long end = start + window.toNanos();
    for (LoopConnection connection : connections) {
      send(connection);
    }
    int inFlight = connections.size();
    while (inFlight > 0) {
      selector.select(SELECT_MS);
      for (SelectionKey key : selector.selectedKeys()) {
        LoopConnection connection = (LoopConnection) key.attachment();
        int got = connection.receive();
        if (got > 0) {
          long now = System.nanoTime();
          count(got, now - connection.sentNanos(), now - end < 0);
          if (now - end < 0) {
            send(connection);
          } else {
            inFlight--;
          }
        }
      }
      selector.selectedKeys().clear();
      if (System.nanoTime() - end > PATIENCE.toNanos()) {
        throw new IOException(inFlight + " requests got no answer");
      }
    }
    return new Load(
        answered,
        sent,
        unexpected,
        window.toNanos() / 1e9,
        micros.getValueAtPercentile(50),
        micros.getValueAtPercentile(99));
  }

  private void send(LoopConnection connection) throws IOException {
    connection.send(requests.next());
    sent++;
  }

  private void count(int got, long nanos, boolean inTime) {
    if (got != status) {
      unexpected++;
    } else if (inTime) {
      answered++;
      micros.recordValue(Math.min(nanos / 1_000, 60_000_000));
    }
  }

  @Override
  public void close() throws IOException {
    for (LoopConnection connection : connections) {
      connection.close();
    }
    selector.close();
  }
}
