package io.waitroom.kafka.outbound;

import io.helidon.messaging.connectors.kafka.KafkaMessage;
import io.waitroom.kafka.client.SendFailure;
import io.waitroom.kafka.outbound.OutgoingBatch.AckLatch;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;

/** An event on its way to the broker, and what became of it. Sent once. */
public final class OutgoingMessage implements KafkaMessage<byte[], byte[]> {
  private static final CompletionStage<Void> DONE = CompletableFuture.completedStage(null);

  private enum Fate {
    UNKNOWN,
    ACKED,
    REFUSED,
    FAILED
  }

  private final OutgoingKind kind;
  private final byte[] key;
  private final byte[] payload;
  private final Headers headers;
  private final AckLatch acks;
  private volatile Fate fate = Fate.UNKNOWN;

  /**
   * @param acks told once, when the fate is known
   */
  OutgoingMessage(OutgoingKind kind, byte[] key, byte[] payload, Headers headers, AckLatch acks) {
    this.kind = kind;
    this.key = key;
    this.payload = payload;
    this.headers = headers;
    this.acks = acks;
  }

  OutgoingKind kind() {
    return kind;
  }

  /** Whether the broker has acked it by now. */
  boolean isAcked() {
    return fate == Fate.ACKED;
  }

  /** Whether the broker has refused it for a reason that does not concern other topics. */
  boolean isRefused() {
    return fate == Fate.REFUSED;
  }

  /** Whether it is known by now that it, and others with it, could not be sent. */
  boolean isFailed() {
    return fate == Fate.FAILED;
  }

  @Override
  public CompletionStage<Void> ack() {
    resolve(Fate.ACKED);
    return DONE;
  }

  @Override
  public CompletionStage<Void> nack(Throwable reason) {
    resolve(
        switch (SendFailure.of(reason)) {
          case RECORD, TOPIC -> Fate.REFUSED;
          case LATER, PRODUCER -> Fate.FAILED;
        });
    return DONE;
  }

  @Override
  public Supplier<CompletionStage<Void>> getAck() {
    return this::ack;
  }

  @Override
  public Function<Throwable, CompletionStage<Void>> getNack() {
    return this::nack;
  }

  private void resolve(Fate known) {
    fate = known;
    acks.resolved(known != Fate.FAILED);
  }

  @Override
  public byte[] getPayload() {
    return payload;
  }

  @Override
  public Optional<byte[]> getKey() {
    return Optional.of(key);
  }

  @Override
  public Headers getHeaders() {
    return headers;
  }

  @Override
  public Optional<String> getTopic() {
    return Optional.empty();
  }

  @Override
  public Optional<Integer> getPartition() {
    return Optional.empty();
  }

  @Override
  public Optional<Long> getOffset() {
    return Optional.empty();
  }

  @Override
  public Optional<ConsumerRecord<byte[], byte[]>> getConsumerRecord() {
    return Optional.empty();
  }
}
