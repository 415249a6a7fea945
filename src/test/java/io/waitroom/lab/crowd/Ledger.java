package io.waitroom.lab.crowd;

import io.waitroom.kafka.client.KafkaSettings.Topics;
import io.waitroom.lab.crowd.Told.Kind;
import io.waitroom.testkit.Wire;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * What the company is told of one event, from the moment this is made: an independent consumer that
 * reads the three outgoing topics in a thread of its own.
 */
final class Ledger implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration LIST_LIMIT = Duration.ofSeconds(20);

  private final KafkaConsumer<String, String> consumer;
  private final Map<String, Kind> kinds;
  private final String keyPrefix;
  private final Map<String, Told> places = new ConcurrentHashMap<>();
  private final Thread reader;
  private volatile boolean closing;

  /** Begins at the present end of the topics. */
  Ledger(String brokers, Topics topics, String event) {
    consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", brokers),
            new StringDeserializer(),
            new StringDeserializer());
    kinds =
        Map.of(topics.joined(), Kind.JOINED, topics.ready(), Kind.READY, topics.left(), Kind.LEFT);
    keyPrefix = event + ".";
    List<TopicPartition> partitions = kinds.keySet().stream().flatMap(this::partitions).toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position); // seeking is lazy
    reader = Thread.ofPlatform().daemon().name("ledger").start(this::read);
  }

  /** What was told so far, by session id; complete after {@link #close}. */
  Map<String, Told> places() {
    return Map.copyOf(places);
  }

  /** Whether everything that is expected has been told. */
  boolean tellsOf(Map<String, List<Kind>> expected) {
    return expected.entrySet().stream().allMatch(place -> tells(place.getKey(), place.getValue()));
  }

  private boolean tells(String sessionId, List<Kind> kindsOfPlace) {
    Told told = places.get(sessionId);
    if (told == null) {
      return kindsOfPlace.isEmpty();
    }
    synchronized (told) {
      return kindsOfPlace.stream().allMatch(told::has);
    }
  }

  private void read() {
    while (!closing) {
      consumer.poll(POLL).forEach(this::enter);
    }
  }

  private void enter(ConsumerRecord<String, String> message) {
    Kind kind = kinds.get(message.topic());
    if (kind == null || message.key() == null || !message.key().startsWith(keyPrefix)) {
      return;
    }
    Told told = places.computeIfAbsent(message.key(), key -> new Told());
    synchronized (told) {
      told.hear(kind, Wire.header(message, "message-id"), Reply.object(message.value()));
    }
  }

  private Stream<TopicPartition> partitions(String topic) {
    return consumer.partitionsFor(topic, LIST_LIMIT).stream()
        .map(info -> new TopicPartition(topic, info.partition()));
  }

  /** Reads no more. */
  @Override
  public void close() {
    closing = true;
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    consumer.close();
  }
}
