package io.waitroom.kafka;

import io.waitroom.room.EventId;
import io.waitroom.room.Outbox;
import io.waitroom.room.Relay;
import io.waitroom.room.SessionRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Emitter;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;

/**
 * Sends outbox batches through the three outgoing channels and removes what the broker has acked,
 * nothing else.
 *
 * <p>A session's events are sent one after the other, each only when the one before is acked, also
 * across topics: a batch goes out in waves, each with at most one event of a session. Events of one
 * topic keep the outbox's order within a wave. Thread-safe; several rooms at once.
 */
@ApplicationScoped
class OutboxRelay implements Relay {
  private static final int BATCH = 500;
  private static final int BATCHES_AT_ONCE_MAX = 8;
  private static final int EMITTER_BUFFER = 2 * BATCH * BATCHES_AT_ONCE_MAX;
  private static final Duration LEASE = Duration.ofSeconds(15);
  private static final Duration LIMIT = ClientProperties.DELIVERY_TIMEOUT.plusSeconds(2);

  private final KafkaSettings settings;
  private final Outbox outbox;
  private final EventCodec codec;
  private final Map<OutgoingKind, Emitter<byte[]>> emitters;
  private final String owner = UUID.randomUUID().toString();
  private final Semaphore batches = new Semaphore(BATCHES_AT_ONCE_MAX);

  @Inject
  OutboxRelay(
      KafkaSettings settings,
      Outbox outbox,
      EventCodec codec,
      @Channel(Channels.QUEUE_JOINED)
          @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = EMITTER_BUFFER)
          Emitter<byte[]> joined,
      @Channel(Channels.QUEUE_LEFT)
          @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = EMITTER_BUFFER)
          Emitter<byte[]> left,
      @Channel(Channels.QUEUE_READY)
          @OnOverflow(value = OnOverflow.Strategy.BUFFER, bufferSize = EMITTER_BUFFER)
          Emitter<byte[]> ready) {
    this.settings = settings;
    this.outbox = outbox;
    this.codec = codec;
    this.emitters =
        Map.of(OutgoingKind.JOINED, joined, OutgoingKind.LEFT, left, OutgoingKind.READY, ready);
  }

  @Override
  public Delivery deliver(EventId eventId) {
    if (!settings.enabled()) {
      return Delivery.IDLE;
    }
    try {
      if (!batches.tryAcquire(LIMIT.toNanos(), TimeUnit.NANOSECONDS)) {
        return Delivery.FAILED;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Delivery.FAILED;
    }
    try {
      return deliverOne(eventId, System.nanoTime() + LIMIT.toNanos());
    } finally {
      batches.release();
    }
  }

  private Delivery deliverOne(EventId eventId, long deadlineNanos) {
    List<Outbox.Entry> entries = outbox.claim(eventId, owner, LEASE, BATCH);
    if (entries.isEmpty()) {
      return Delivery.IDLE;
    }
    List<String> acked = new ArrayList<>(entries.size());
    for (List<Outbox.Entry> wave : waves(entries)) {
      int before = acked.size();
      acked.addAll(send(wave, deadlineNanos));
      if (acked.size() - before < wave.size()) {
        break;
      }
    }
    if (!acked.isEmpty()) {
      outbox.done(eventId, owner, acked);
    }
    return acked.size() == entries.size() ? Delivery.DELIVERED : Delivery.FAILED;
  }

  /** At most one event of a session in each; as many as one session has events, three at most. */
  private static List<List<Outbox.Entry>> waves(List<Outbox.Entry> entries) {
    List<List<Outbox.Entry>> waves = new ArrayList<>();
    Map<SessionRef, Integer> seen = new HashMap<>();
    for (Outbox.Entry entry : entries) {
      int wave = seen.merge(entry.event().ref(), 1, Integer::sum) - 1;
      if (wave == waves.size()) {
        waves.add(new ArrayList<>());
      }
      waves.get(wave).add(entry);
    }
    return waves;
  }

  /** The ids of those that were acked. */
  private List<String> send(List<Outbox.Entry> wave, long deadlineNanos) {
    List<OutgoingMessage> messages = new ArrayList<>(wave.size());
    for (Outbox.Entry entry : wave) {
      OutgoingMessage message = codec.encode(entry.event());
      if (!emit(message)) {
        break;
      }
      messages.add(message);
    }
    await(messages, deadlineNanos);
    List<String> acked = new ArrayList<>(messages.size());
    for (int i = 0; i < messages.size(); i++) {
      if (messages.get(i).isAcked()) {
        acked.add(wave.get(i).id());
      }
    }
    return acked;
  }

  /** False when it is known at once that the rest need not be tried. */
  private boolean emit(OutgoingMessage message) {
    Emitter<byte[]> emitter = emitters.get(message.kind());
    if (emitter == null || emitter.isCancelled()) {
      return false;
    }
    try {
      emitter.send(message);
    } catch (IllegalStateException e) {
      return false; // the channel is complete or its buffer full
    }
    return !message.isFailed();
  }

  private static void await(List<OutgoingMessage> messages, long deadlineNanos) {
    CompletableFuture<?>[] fates =
        messages.stream().map(OutgoingMessage::fate).toArray(CompletableFuture<?>[]::new);
    try {
      long left = Math.max(0, deadlineNanos - System.nanoTime());
      CompletableFuture.allOf(fates).get(left, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return; // what is not acked by now stays in the outbox
    } catch (ExecutionException e) {
      throw new IllegalStateException("a fate is never exceptional", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
