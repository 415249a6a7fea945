package io.waitroom.kafka.inbound;

import io.micrometer.core.instrument.Counter;
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
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Dead letters without a broker: each is taken at once, or none. */
final class Letterbox {
  private static final KafkaSettings NOWHERE =
      KafkaPart.of("127.0.0.1:1", Topics.DEFAULT, false).settings;

  final List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();
  private final Ticker ticker = new SkippingTicker();
  final StopSignal stop = new StopSignal(ticker);
  final DeadLetters letters;
  boolean refuses;

  private final KafkaHealth health = new KafkaHealth(new Health(), ticker);
  private final BrokerWatch watch = new BrokerWatch(NOWHERE, health, stop, ticker);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  Letterbox() {
    letters = new DeadLetters(new Taking(), new NoProbe(), new Metrics(meters), stop, ticker);
  }

  double count(String name) {
    return meters.find(name).counters().stream().mapToDouble(Counter::count).sum();
  }

  private final class Taking extends SharedProducer {
    Taking() {
      super(NOWHERE, health, watch, ticker);
    }

    @Override
    public void send(ProducerRecord<byte[], byte[]> message, Callback callback) {
      sent.add(message);
      callback.onCompletion(null, refuses ? new KafkaException("not now") : null);
    }
  }

  private final class NoProbe extends BrokerProbe {
    NoProbe() {
      super(NOWHERE, health, new ConsumerLag(new Health()), stop, watch, ticker);
    }

    @Override
    public void createTopic(String name) {}
  }
}
