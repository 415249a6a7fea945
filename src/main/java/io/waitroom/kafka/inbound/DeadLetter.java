package io.waitroom.kafka.inbound;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What is written to the dead letters of a message: its bytes, key and headers as they were, and
 * headers that say why and where from. One that is too long for that is cut, and its headers are
 * left out: a letter that the broker refuses would hold up the outcomes behind it for good.
 */
final class DeadLetter {
  /** What follows the topic's name. */
  static final String SUFFIX = ".DLQ";

  /** Longest message that is kept whole; half of what producers and brokers take by default. */
  static final int WHOLE_BYTES_MAX = 512 * 1024;

  /** What is kept of the value of a longer one, and of its key. */
  static final int CUT_VALUE_BYTES = CheckoutReport.MAX_BYTES;

  static final int CUT_KEY_BYTES = 1024;

  /** RFC 3339, UTC, milliseconds. */
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private DeadLetter() {}

  /**
   * The letter.
   *
   * @param reason a word
   * @param detail a sentence without user ids or tokens
   */
  static ProducerRecord<byte[], byte[]> of(
      ConsumerRecord<byte[], byte[]> message, String reason, String detail) {
    long headers =
        StreamSupport.stream(message.headers().spliterator(), false)
            .mapToLong(header -> header.key().length() + length(header.value()))
            .sum();
    boolean whole = length(message.key()) + length(message.value()) + headers <= WHOLE_BYTES_MAX;
    var letter =
        new ProducerRecord<>(
            message.topic() + SUFFIX,
            null,
            whole ? message.key() : cut(message.key(), CUT_KEY_BYTES),
            whole ? message.value() : cut(message.value(), CUT_VALUE_BYTES));
    if (whole) {
      for (Header header : message.headers()) {
        letter.headers().add(header);
      }
    } else {
      add(letter, "dlq-cut", "%d bytes of value".formatted(length(message.value())));
    }
    add(letter, "dlq-reason", reason);
    add(letter, "dlq-detail", detail);
    add(letter, "dlq-topic", message.topic());
    add(letter, "dlq-partition", Integer.toString(message.partition()));
    add(letter, "dlq-offset", Long.toString(message.offset()));
    add(letter, "dlq-at", TIME.format(Instant.now()));
    return letter;
  }

  private static long length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  private static byte[] cut(byte[] bytes, int max) {
    return length(bytes) <= max ? bytes : Arrays.copyOf(bytes, max);
  }

  private static void add(ProducerRecord<byte[], byte[]> letter, String name, String value) {
    letter.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }
}
