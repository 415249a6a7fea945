package io.waitroom.kafka.outbound;

import io.waitroom.kafka.client.KafkaHealth;
import io.waitroom.kafka.client.KafkaSettings;
import io.waitroom.ops.Service;
import io.waitroom.room.EventId;
import io.waitroom.room.Outbox;
import io.waitroom.room.Relay;
import io.waitroom.room.Ticker;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Sends outbox batches through the three outgoing channels and removes what the broker has acked,
 * nothing else.
 *
 * <p>A session's events are sent one after the other, each only when the one before is acked, also
 * across topics. Thread-safe; several rooms at once. What is on the way is bounded: by {@value
 * #BATCHES_AT_ONCE_MAX} batches over all rooms, and by {@link RelayRun#WINDOW} of one room.
 */
@Service
public class OutboxRelay implements Relay {
  private static final int BATCHES_AT_ONCE_MAX = 8;

  /** How long a room waits for others that deliver; with a whole run it stays within the stop's. */
  private static final Duration TURN = Duration.ofSeconds(2);

  /**
   * How long a replica that could not send leaves the outboxes to others as long as the cluster
   * does not answer its probes either; a try takes the delivery timeout, and holds the claim.
   */
  private static final Duration HOLD_BACK = Duration.ofSeconds(30);

  private final KafkaSettings settings;
  private final KafkaHealth health;
  private final Outbox outbox;
  private final EventCodec codec;
  private final OutgoingEmitters emitters;
  private final Ticker ticker;
  private final String owner = UUID.randomUUID().toString();
  private final Semaphore batches = new Semaphore(BATCHES_AT_ONCE_MAX, true);
  private volatile boolean failing;
  private volatile long failedNanos;

  @Inject
  OutboxRelay(
      KafkaSettings settings,
      KafkaHealth health,
      Outbox outbox,
      EventCodec codec,
      OutgoingEmitters emitters,
      Ticker ticker) {
    this.settings = settings;
    this.health = health;
    this.outbox = outbox;
    this.codec = codec;
    this.emitters = emitters;
    this.ticker = ticker;
  }

  @Override
  public Delivery deliver(EventId eventId) {
    if (!settings.enabled()) {
      return Delivery.IDLE;
    }
    if (failing && !health.isReachable() && ticker.nanos() - failedNanos < HOLD_BACK.toNanos()) {
      return Delivery.FAILED;
    }
    try {
      if (!batches.tryAcquire(TURN.toNanos(), TimeUnit.NANOSECONDS)) {
        return Delivery.FAILED;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Delivery.FAILED;
    }
    var claim = new OutboxClaim(outbox, eventId, owner);
    Delivery delivery = new RelayRun(claim, codec, emitters::emit, batches, ticker).run();
    if (delivery == Delivery.FAILED) {
      failedNanos = ticker.nanos();
    }
    if (delivery != Delivery.IDLE) {
      failing = delivery == Delivery.FAILED;
    }
    return delivery;
  }
}
