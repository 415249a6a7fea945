package io.waitroom.lab.bench;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A bare producer with acks=all, and messages such as the service's. */
final class ProduceTask {
  private static final int VALUE_BYTES = 200;

  private ProduceTask() {}

  /** {@code produce brokers topic count}: the seconds from the first send to the last ack. */
  static String run(String[] words) throws ExecutionException, InterruptedException {
    long count = Long.parseLong(words[3]);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", words[1], "acks", "all", "linger.ms", "2"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.partitionsFor(words[2]); // the first send would wait for it
      AtomicLong failed = new AtomicLong();
      long start = System.nanoTime();
      for (long i = 0; i < count; i++) {
        var _ =
            producer.send(
                message(words[2], i),
                (_, failure) -> {
                  if (failure != null) {
                    failed.incrementAndGet();
                  }
                });
      }
      producer.flush();
      double seconds = (System.nanoTime() - start) / 1e9;
      if (failed.get() > 0) {
        throw new IllegalStateException(failed + " messages were not acked");
      }
      return Double.toString(seconds);
    }
  }

  private static ProducerRecord<byte[], byte[]> message(String topic, long number) {
    String key = "relay." + Long.toString(number, 36) + ".k1AAAAAAAAAAAAAAAAAAAAAA";
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(topic, utf8(key), utf8("x".repeat(VALUE_BYTES)));
    message.headers().add("message-id", utf8(key + ":QUEUE_JOINED"));
    message.headers().add("event-type", utf8("QUEUE_JOINED"));
    message.headers().add("schema-version", utf8("1"));
    return message;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
