package io.waitroom.lab.dev;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.KafkaBroker;
import io.waitroom.testkit.Wire;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** F-79: a topic can be watched without containers. */
@Timeout(180)
class TopicPrinterTest {
  @Test
  void topic_isPrintedAsTheConsoleConsumerDoes() throws Exception {
    KafkaBroker broker = KafkaBroker.shared();
    List<String> lines = new ArrayList<>();
    try (Wire wire = new Wire(broker)) {
      String topic = wire.topics(1).joined();
      wire.send(topic, "a-session", "{\"position\":1}");
      wire.send(topic, "another", "{\"position\":2}");

      TopicPrinter.follow(broker.bootstrapServers(), topic, lines::add, () -> lines.size() < 2);
    }

    assertThat(lines)
        .containsExactly(
            "trace:t-1\ta-session\t{\"position\":1}", "trace:t-1\tanother\t{\"position\":2}");
  }
}
