package io.waitroom.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/**
 * As much of a producer as Helidon's {@code KafkaSubscriber} uses: it sends with a callback, and
 * closing it closes nothing. All else throws.
 */
abstract class SendOnlyProducer implements Producer<byte[], byte[]> {
  @Override
  public abstract Future<RecordMetadata> send(
      ProducerRecord<byte[], byte[]> message, Callback acked);

  @Override
  public final void close() {}

  @Override
  public final void close(Duration limit) {}

  @Override
  public final Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> message) {
    throw unsupported();
  }

  @Override
  public final void flush() {
    throw unsupported();
  }

  @Override
  public final List<PartitionInfo> partitionsFor(String topic) {
    throw unsupported();
  }

  @Override
  public final Map<MetricName, ? extends Metric> metrics() {
    throw unsupported();
  }

  @Override
  public final Uuid clientInstanceId(Duration limit) {
    throw unsupported();
  }

  @Override
  public final void initTransactions() {
    throw unsupported();
  }

  @Override
  public final void beginTransaction() {
    throw unsupported();
  }

  @Override
  @SuppressWarnings("deprecation") // the interface has it
  public final void sendOffsetsToTransaction(
      Map<TopicPartition, OffsetAndMetadata> offsets, String groupId) {
    throw unsupported();
  }

  @Override
  public final void sendOffsetsToTransaction(
      Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
    throw unsupported();
  }

  @Override
  public final void commitTransaction() {
    throw unsupported();
  }

  @Override
  public final void abortTransaction() {
    throw unsupported();
  }

  private static UnsupportedOperationException unsupported() {
    return new UnsupportedOperationException("this producer only sends");
  }
}
