package io.waitroom.kafka.client;

import io.waitroom.kafka.client.KafkaSettings.Topics;
import io.waitroom.room.Ticker;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * A look at the six topics, at the start and then every minute, or at each probe while one is
 * missing. A consumer of a topic that does not exist polls without a failure and reads nothing. A
 * missing topic to read makes the consumer unhealthy; a missing topic to write is a line in the
 * log, as some brokers create it at the first send. Confined to the thread of the probe.
 */
final class TopicCheck {
  private static final System.Logger LOGGER = System.getLogger(TopicCheck.class.getName());
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  /** In place of a consumer. */
  private static final String READING = "topics";

  private final List<String> read;
  private final List<String> written;
  private final KafkaHealth health;
  private final Ticker ticker;
  private Set<String> missing = new HashSet<>();
  private long lookedNanos;

  TopicCheck(Topics topics, KafkaHealth health, Ticker ticker) {
    this.read = List.of(topics.completed(), topics.failed(), topics.expired());
    this.written = List.of(topics.joined(), topics.left(), topics.ready());
    this.health = health;
    this.ticker = ticker;
    this.lookedNanos = ticker.nanos() - INTERVAL.toNanos();
  }

  /** Looks if it is time to. */
  void look(Admin admin) {
    long now = ticker.nanos();
    if (missing.isEmpty() && now - lookedNanos < INTERVAL.toNanos()) {
      return;
    }
    Set<String> known = missing;
    missing = missing(admin);
    lookedNanos = now;
    String unread = read.stream().filter(missing::contains).collect(Collectors.joining(", "));
    if (unread.isEmpty()) {
      health.consumerWorks(READING);
    } else {
      health.consumerFailed(READING, "the cluster has no topic " + unread);
    }
    for (String topic : written) {
      if (missing.contains(topic) && !known.contains(topic)) {
        LOGGER.log(
            System.Logger.Level.WARNING,
            "the cluster has no topic {0}: its events wait until it is created",
            topic);
      }
    }
  }

  private Set<String> missing(Admin admin) {
    Set<String> absent = new HashSet<>();
    List<String> topics = Stream.concat(read.stream(), written.stream()).toList();
    Map<String, KafkaFuture<TopicDescription>> answers =
        admin.describeTopics(topics).topicNameValues();
    answers.forEach((topic, answer) -> {
      try {
        TopicDescription _ = BrokerProbe.get(answer);
      } catch (UnknownTopicOrPartitionException e) {
        absent.add(topic);
      } catch (KafkaException e) {
        LOGGER.log(System.Logger.Level.DEBUG, "{0} is not known: {1}", topic, FailureText.of(e));
      }
    });
    return absent;
  }
}
