package io.waitroom.it;

import io.waitroom.testkit.Client;
import io.waitroom.testkit.KeptConnection;
import io.waitroom.testkit.KeptConnection.Reply;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Callers that join and ask in turn, each on a connection of its own and never waiting between two
 * calls, and one that looks at the health all the while; and what they were answered.
 */
final class Load {
  private static final Duration BETWEEN_PROBES = Duration.ofMillis(250);
  private static final List<String> PROBES = List.of("/health/live", "/health/ready");

  private final URI address;
  private final String event;
  private final String place;
  private final Queue<Integer> servedMicros = new ConcurrentLinkedQueue<>();
  private final Queue<Integer> turnedAwayMicros = new ConcurrentLinkedQueue<>();
  private final Queue<Integer> probeMicros = new ConcurrentLinkedQueue<>();
  private final Queue<Integer> probes = new ConcurrentLinkedQueue<>();
  private final Queue<String> unexpected = new ConcurrentLinkedQueue<>();
  private final AtomicInteger joined = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();

  Load(URI address, String event, String place) {
    this.address = address;
    this.event = event;
    this.place = place;
  }

  /** So many callers, for so long; returns when each has had its last answer. */
  void run(int callers, Duration duration) {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      executor.execute(this::probe);
      for (int number = 0; number < callers; number++) {
        int caller = number;
        executor.execute(() -> call(caller));
      }
      LockSupport.parkNanos(duration.toNanos());
      over.set(true);
    }
  }

  private void call(int caller) {
    try (KeptConnection connection = new KeptConnection(address)) {
      for (int turn = 0; !over.get(); turn++) {
        boolean joins = turn % 2 == 0;
        String user = "{\"event_id\":\"%s\",\"user_id\":\"%d-%d\"}".formatted(event, caller, turn);
        long start = System.nanoTime();
        Reply reply =
            joins
                ? connection.call("POST", Client.ROOT + "/join", user)
                : connection.call("GET", Client.ROOT + "/status/" + place, "");
        count(reply, joins ? 201 : 200, micros(start));
      }
    } catch (IOException e) {
      unexpected.add(e.toString());
    }
  }

  private void count(Reply reply, int success, int micros) {
    if (reply.status() == success) {
      servedMicros.add(micros);
      joined.addAndGet(success == 201 ? 1 : 0);
    } else if (reply.status() == 503 && reply.saysWhen()) {
      turnedAwayMicros.add(micros);
    } else {
      unexpected.add(reply.head());
    }
  }

  private void probe() {
    while (!over.get()) {
      for (String path : PROBES) {
        long start = System.nanoTime();
        // A new connection each time, as the kubelet does.
        try (KeptConnection connection = new KeptConnection(address)) {
          probes.add(connection.call("GET", path, "").status());
          probeMicros.add(micros(start));
        } catch (IOException e) {
          unexpected.add(path + ": " + e);
        }
      }
      LockSupport.parkNanos(BETWEEN_PROBES.toNanos());
    }
  }

  /** How many calls succeeded. */
  int served() {
    return servedMicros.size();
  }

  /** How many joins succeeded. */
  int joined() {
    return joined.get();
  }

  /** How many calls were answered 503, and told when to come again. */
  int turnedAway() {
    return turnedAwayMicros.size();
  }

  /** Statuses of the health. */
  Queue<Integer> probes() {
    return probes;
  }

  /** Answers of any other kind, and connections that broke. */
  Queue<String> unexpected() {
    return unexpected;
  }

  @Override
  public String toString() {
    return "%d served (%s), %d turned away (%s), %d probes (%s)"
        .formatted(
            served(),
            latencies(servedMicros),
            turnedAway(),
            latencies(turnedAwayMicros),
            probes.size(),
            latencies(probeMicros));
  }

  private static String latencies(Queue<Integer> micros) {
    int[] sorted = micros.stream().mapToInt(Integer::intValue).toArray();
    Arrays.sort(sorted);
    return sorted.length == 0
        ? "none"
        : "p50 %d ms, p99 %d ms, most %d ms"
            .formatted(
                sorted[sorted.length / 2] / 1_000,
                sorted[sorted.length * 99 / 100] / 1_000,
                sorted[sorted.length - 1] / 1_000);
  }

  private static int micros(long startNanos) {
    return (int) ((System.nanoTime() - startNanos) / 1_000);
  }
}
