package io.waitroom.kafka;

import io.helidon.messaging.connectors.kafka.KafkaMessage;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** An event on its way to the broker, and what became of it. Sent once. */
final class OutgoingMessage implements KafkaMessage<byte[], byte[]> {
  private final OutgoingKind kind;
  private final byte[] key;
  private final byte[] payload;
  private final Headers headers = new RecordHeaders();
  private final CompletableFuture<Boolean> fate = new CompletableFuture<>();

  OutgoingMessage(OutgoingKind kind, byte[] key, byte[] payload, Map<String, String> headers) {
    this.kind = kind;
    this.key = key;
    this.payload = payload;
    headers.forEach(
        (name, value) -> this.headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
  }

  OutgoingKind kind() {
    return kind;
  }

  /** Completed with true when the broker acked it, with false when that failed. */
  CompletableFuture<Boolean> fate() {
    return fate;
  }

  /** Whether the broker has acked it by now. */
  boolean isAcked() {
    return fate.getNow(false);
  }

  /** Whether it is known by now that it could not be sent. */
  boolean isFailed() {
    return !fate.getNow(true);
  }

  @Override
  public CompletionStage<Void> ack() {
    return getAck().get();
  }

  @Override
  public Supplier<CompletionStage<Void>> getAck() {
    return () -> {
      fate.complete(true);
      return CompletableFuture.completedStage(null);
    };
  }

  @Override
  public Function<Throwable, CompletionStage<Void>> getNack() {
    return failure -> {
      fate.complete(false);
      return CompletableFuture.completedStage(null);
    };
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
