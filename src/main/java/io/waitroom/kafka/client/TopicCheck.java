package io.waitroom.kafka.client;

import io.waitroom.kafka.client.KafkaSettings.Topics;
import io.waitroom.room.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * A look at the six topics, at the start and then every minute, or at each probe while one is
 * missing. A consumer of a topic that does not exist polls without a failure and reads nothing. A
 * missing topic to read makes the consumer unhealthy; a missing topic to write is a line in the
 * log, as some brokers make it at the first send. Confined to the thread of the probe.
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
  private SortedSet<String> missing = new TreeSet<>();
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
    SortedSet<String> unread = missing(admin, read);
    SortedSet<String> unwritten = missing(admin, written);
    lookedNanos = now;
    if (unread.isEmpty()) {
      health.consumerWorks(READING);
    } else {
      health.consumerFailed(READING, "the cluster has no topic " + String.join(", ", unread));
    }
    for (String topic : unwritten) {
      if (!missing.contains(topic)) {
        LOGGER.log(
            System.Logger.Level.WARNING,
            "the cluster has no topic {0}: its events wait until somebody makes it",
            topic);
      }
    }
    missing = unread;
    missing.addAll(unwritten);
  }

  private static SortedSet<String> missing(Admin admin, List<String> topics) {
    SortedSet<String> missing = new TreeSet<>();
    Map<String, KafkaFuture<TopicDescription>> answers =
        admin.describeTopics(topics).topicNameValues();
    answers.forEach((topic, answer) -> {
      try {
        TopicDescription _ = BrokerProbe.get(answer);
      } catch (UnknownTopicOrPartitionException e) {
        missing.add(topic);
      } catch (KafkaException e) {
        LOGGER.log(System.Logger.Level.DEBUG, "{0} is not known: {1}", topic, FailureText.of(e));
      }
    });
    return missing;
  }
}
