package io.waitroom.kafka.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.Test;

/** What the errors of a producer mean for its other sends. */
class SendFailureTest {
  @Test
  void f04_refusedRecord_breaksNoProducer() {
    assertThat(SendFailure.of(new InvalidRecordException("no key"))).isEqualTo(SendFailure.RECORD);
    assertThat(SendFailure.of(new RecordTooLargeException())).isEqualTo(SendFailure.RECORD);
    assertThat(SendFailure.of(new RecordBatchTooLargeException())).isEqualTo(SendFailure.RECORD);
  }

  @Test
  void f04_neighbourOfARefusedRecord_isSentLater() {
    assertThat(SendFailure.of(new KafkaException("part of a batch with an invalid record")))
        .isEqualTo(SendFailure.LATER);
    assertThat(SendFailure.of(new NotEnoughReplicasException("one"))).isEqualTo(SendFailure.LATER);
    assertThat(SendFailure.of(new TimeoutException("no answer"))).isEqualTo(SendFailure.LATER);
  }

  @Test
  void f88_missingOrDeniedTopic_concernsNoOther() {
    assertThat(SendFailure.of(new TopicAuthorizationException(Set.of("T"))))
        .isEqualTo(SendFailure.TOPIC);
    assertThat(
            SendFailure.of(
                new TimeoutException("not in metadata", new UnknownTopicOrPartitionException())))
        .isEqualTo(SendFailure.TOPIC);
  }

  @Test
  void brokenProducer_isMadeAnew() {
    assertThat(SendFailure.of(new ProducerFencedException("fenced")))
        .isEqualTo(SendFailure.PRODUCER);
    assertThat(SendFailure.of(new SaslAuthenticationException("no")))
        .isEqualTo(SendFailure.PRODUCER);
  }
}
