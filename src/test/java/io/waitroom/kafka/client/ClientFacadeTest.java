package io.waitroom.kafka.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** A client of which only some methods are there. */
class ClientFacadeTest {
  private final Part part = new Part();
  private final Consumer<String, String> consumer = ClientFacade.of(Consumer.class, part);

  @Test
  void call_withTheSameSignature_goesToTheTarget() {
    assertThat(consumer.poll(Duration.ofMillis(7))).isEmpty();
    assertThat(part.timeout).isEqualTo(Duration.ofMillis(7));
  }

  @Test
  @SuppressWarnings("deprecation") // the interface has it
  void call_withAnother_fails() {
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> consumer.poll(7))
        .withMessageContaining("poll(long)");
    assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(consumer::assignment);
  }

  @Test
  void call_thatThrows_throwsTheSame() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> consumer.commitSync(Map.of()))
        .withMessage("no commit");
  }

  @Test
  void object_isTheTargetsOwn() {
    assertThat(consumer).hasToString("a part");
  }

  /** As much of a consumer as these tests use. */
  public static final class Part {
    private Duration timeout = Duration.ZERO;

    /** Notes the timeout. */
    public ConsumerRecords<String, String> poll(Duration limit) {
      timeout = limit;
      return ConsumerRecords.empty();
    }

    /** Fails. */
    @SuppressWarnings("DoNotCallSuggester") // a consumer that cannot commit
    public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
      throw new IllegalStateException("no commit");
    }

    @Override
    public String toString() {
      return "a part";
    }
  }
}
