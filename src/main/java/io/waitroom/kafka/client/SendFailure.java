package io.waitroom.kafka.client;

import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** What a failed send says about the sends that follow. */
public enum SendFailure {
  /** The cluster is away or busy. It may take the same record later. */
  LATER,

  /** The broker never takes this record. It takes others of the same topic. */
  RECORD,

  /** The broker takes no record of this topic until an operator acts. It takes those of others. */
  TOPIC,

  /** The producer is broken. Another one may send the same record. */
  PRODUCER;

  /** Classifies what a producer told a callback. An error that is not listed passes by itself. */
  public static SendFailure of(Throwable failure) {
    return switch (failure) {
      case RecordTooLargeException _,
          RecordBatchTooLargeException _,
          InvalidRecordException _,
          InvalidTimestampException _,
          PolicyViolationException _ ->
          RECORD;
      case TopicAuthorizationException _,
          InvalidTopicException _,
          UnsupportedForMessageFormatException _ ->
          TOPIC;
      // The client has waited for a topic that the cluster does not know.
      case TimeoutException late when late.getCause() instanceof UnknownTopicOrPartitionException ->
          TOPIC;
      case AuthenticationException _,
          ClusterAuthorizationException _,
          ProducerFencedException _,
          InvalidProducerEpochException _,
          InvalidPidMappingException _,
          OutOfOrderSequenceException _,
          UnsupportedVersionException _ ->
          PRODUCER;
      default -> LATER;
    };
  }
}
