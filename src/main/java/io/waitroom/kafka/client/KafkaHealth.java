package io.waitroom.kafka.client;

import io.waitroom.ops.Component;
import io.waitroom.ops.Health;
import io.waitroom.ops.Service;
import io.waitroom.room.Ticker;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the probe, the producer and the consumers find out about Kafka, merged into the two
 * components of {@link Health}, which logs one line per change. Thread-safe.
 */
@Service
public class KafkaHealth {
  /**
   * How long a failed send speaks against the producer when no other follows; then the probe's word
   * counts. Longer than a relay waits before it tries again.
   */
  private static final Duration SEND_PROBLEM_KEPT = Duration.ofSeconds(15);

  /** In place of a topic where a problem is not one of a topic. */
  static final String EVERY_TOPIC = "";

  private final Health health;
  private final Ticker ticker;
  private final SortedMap<String, String> consumerProblems = new TreeMap<>();
  private final SortedMap<String, SendProblem> sendProblems = new TreeMap<>();
  private volatile long answeredNanos;
  private volatile boolean troubled;
  private boolean probed;
  private @Nullable String unreachable;

  @Inject
  public KafkaHealth(Health health, Ticker ticker) {
    this.health = health;
    this.ticker = ticker;
    this.answeredNanos = ticker.nanos();
  }

  /** Kafka is switched off by configuration. */
  public void disabled() {
    health.disabled(Component.KAFKA_PRODUCER);
    health.disabled(Component.KAFKA_CONSUMER);
  }

  /** A channel has ended though the service has not; nothing brings it back. */
  public void channelDied(String which) {
    health.died("the channel " + which + " is dead");
  }

  /** The cluster answered a probe. */
  public synchronized void reachable() {
    probed = true;
    unreachable = null;
    long now = ticker.nanos();
    sendProblems.values().removeIf(problem -> now - problem.atNanos > SEND_PROBLEM_KEPT.toNanos());
    publish();
  }

  /** The cluster did not answer a probe; believed only if it answered nobody else meanwhile. */
  synchronized void unreachable(String why, long probeStartNanos) {
    probed = true;
    if (answeredNanos - probeStartNanos < 0) {
      unreachable = why;
      publish();
    }
  }

  /** Whether the cluster answered the last probe, or anybody since. */
  public synchronized boolean isReachable() {
    return unreachable == null;
  }

  /** The broker acked a message. */
  void sendWorked(String topic) {
    answeredNanos = ticker.nanos();
    if (troubled) {
      clear(topic);
    }
  }

  /** A send failed because of its topic, or for a reason that concerns {@link #EVERY_TOPIC}. */
  synchronized void sendFailed(String topic, String why) {
    sendProblems.put(topic, new SendProblem(why, ticker.nanos()));
    publish();
  }

  /** A consumer has polled without a failure. */
  public synchronized void consumerWorks(String consumer) {
    if (consumerProblems.remove(consumer) != null) {
      publish();
    }
  }

  /** A consumer has failed, until it works again. */
  public synchronized void consumerFailed(String consumer, String why) {
    consumerProblems.put(consumer, why);
    publish();
  }

  private synchronized void clear(String topic) {
    unreachable = null;
    sendProblems.remove(EVERY_TOPIC);
    sendProblems.remove(topic);
    publish();
  }

  private void publish() {
    String producer = unreachable;
    if (producer == null && !sendProblems.isEmpty()) {
      producer = sendProblems.firstEntry().getValue().why;
    }
    String consumer =
        unreachable != null
            ? unreachable
            : consumerProblems.values().stream().findFirst().orElse(null);
    troubled = producer != null;
    report(Component.KAFKA_PRODUCER, producer);
    report(Component.KAFKA_CONSUMER, consumer);
  }

  private void report(Component component, @Nullable String problem) {
    if (problem != null) {
      health.unhealthy(component, problem);
    } else if (probed) {
      health.healthy(component);
    }
  }

  private record SendProblem(String why, long atNanos) {}
}
