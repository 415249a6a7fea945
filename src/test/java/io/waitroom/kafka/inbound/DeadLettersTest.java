package io.waitroom.kafka.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.waitroom.kafka.KafkaPart;
import io.waitroom.kafka.SkippingTicker;
import io.waitroom.kafka.client.BrokerProbe;
import io.waitroom.kafka.client.BrokerWatch;
import io.waitroom.kafka.client.ConsumerLag;
import io.waitroom.kafka.client.KafkaHealth;
import io.waitroom.kafka.client.KafkaSettings;
import io.waitroom.kafka.client.KafkaSettings.Topics;
import io.waitroom.kafka.client.SharedProducer;
import io.waitroom.kafka.client.StopSignal;
import io.waitroom.ops.Health;
import io.waitroom.ops.Metrics;
import io.waitroom.room.Ticker;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

/** Letters of a batch whose topic cannot be written for a while. */
class DeadLettersTest {
  private static final String TOPIC = "T";
  private static final KafkaSettings NOWHERE =
      KafkaPart.of("127.0.0.1:1", Topics.DEFAULT, false).settings;

  private final Ticker ticker = new SkippingTicker();
  private final KafkaHealth health = new KafkaHealth(new Health(), ticker);
  private final StopSignal stop = new StopSignal(ticker);
  private final BrokerWatch watch = new BrokerWatch(NOWHERE, health, stop, ticker);
  private final Refusing producer = new Refusing();
  private final DeadLetters letters =
      new DeadLetters(
          producer, new NoProbe(), new Metrics(new SimpleMeterRegistry()), stop, ticker);
  private final List<Long> kept = new ArrayList<>();

  private void post(long offset) {
    var message = new ConsumerRecord<>(TOPIC, 0, offset, new byte[0], new byte[0]);
    letters.post(message, "word", "A sentence", () -> kept.add(offset));
  }

  @Test
  void settle_afterARefusalOfAll_sendsThemTogetherAgain_andKeepsEach() {
    producer.refusals = 3;
    for (long offset = 0; offset < 3; offset++) {
      post(offset);
    }
    assertThat(kept).isEmpty();
    letters.settle(TOPIC);
    assertThat(kept).containsExactly(0L, 1L, 2L);
    assertThat(producer.rounds).containsExactly(3, 3);
  }

  @Test
  void settle_whenTheServiceStops_leavesTheRestForTheNextStart() {
    producer.refusals = Integer.MAX_VALUE;
    post(0);
    stop.stop();
    letters.settle(TOPIC);
    assertThat(kept).isEmpty();
    letters.settle(TOPIC);
    assertThat(producer.rounds).containsExactly(1);
  }

  @Test
  void f03_letterThatIsNeverTaken_isShortened_thenGivenUp() {
    producer.refusals = 3;
    producer.refusal = new RecordTooLargeException("too long");
    post(0);
    assertThat(letters.settle(TOPIC)).isTrue();
    assertThat(producer.rounds).containsExactly(3);
    assertThat(kept).containsExactly(0L);
    assertThat(stop.isStopped()).isFalse();
  }

  @Test
  void f03_topicThatNobodyMayWrite_isWaitedForOnce_thenPassedAtOnce() {
    producer.refusals = Integer.MAX_VALUE;
    producer.refusal = new TopicAuthorizationException(Set.of(TOPIC + ".DLQ"));
    post(0);
    post(1);
    assertThat(letters.settle(TOPIC)).isTrue();
    assertThat(kept).containsExactly(0L, 1L);
    int rounds = producer.rounds.size();
    assertThat(rounds).isGreaterThan(1);

    post(2);
    assertThat(letters.settle(TOPIC)).isTrue();
    assertThat(kept).containsExactly(0L, 1L, 2L);
    assertThat(producer.rounds).hasSize(rounds + 1);
  }

  /** Refuses the first ones; counts how many came between two makings of the topic. */
  private final class Refusing extends SharedProducer {
    private final List<Integer> rounds = new ArrayList<>();
    private int refusals;
    private Exception refusal = new KafkaException("not now");

    Refusing() {
      super(NOWHERE, health, watch, ticker);
    }

    @Override
    public void send(ProducerRecord<byte[], byte[]> message, Callback callback) {
      rounds.set(rounds.size() - 1, rounds.getLast() + 1);
      callback.onCompletion(null, refusals-- > 0 ? refusal : null);
    }
  }

  private final class NoProbe extends BrokerProbe {
    NoProbe() {
      super(NOWHERE, health, new ConsumerLag(new Health()), stop, watch, ticker);
    }

    @Override
    public void createTopic(String name) {
      assertThat(name).isEqualTo(TOPIC + ".DLQ");
      producer.rounds.add(0);
    }
  }
}
