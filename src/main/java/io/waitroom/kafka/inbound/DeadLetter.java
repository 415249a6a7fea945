package io.waitroom.kafka.inbound;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What is written to the dead letters of a message: its bytes, key and headers as they were, and
 * headers that say why and where from. One that is too long for that is cut, and its headers are
 * left out. One that the broker refuses all the same is {@link #reduced}.
 */
final class DeadLetter {
  /** What follows the topic's name. */
  static final String SUFFIX = ".DLQ";

  /** Longest message that is kept whole; half of what producers and brokers take by default. */
  static final int WHOLE_BYTES_MAX = 512 * 1024;

  /** What is kept of the value of a longer one, and of its key. */
  static final int CUT_VALUE_BYTES = CheckoutReport.MAX_BYTES;

  static final int CUT_KEY_BYTES = 1024;

  private static final int REFUSALS_MAX = 2;
  private static final String OWN_HEADERS = "dlq-";
  private static final String CUT = "dlq-cut";
  private static final String ATTEMPT = "dlq-attempt";

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
    List<Header> headers =
        StreamSupport.stream(message.headers().spliterator(), false)
            .filter(header -> !header.key().startsWith(OWN_HEADERS))
            .toList();
    long bytes = length(message.key()) + length(message.value());
    for (Header header : headers) {
      bytes += header.key().length() + length(header.value());
    }
    boolean whole = bytes <= WHOLE_BYTES_MAX;
    var letter =
        new ProducerRecord<>(
            message.topic() + SUFFIX,
            null,
            whole ? message.key() : cut(message.key(), CUT_KEY_BYTES),
            whole ? message.value() : cut(message.value(), CUT_VALUE_BYTES));
    if (whole) {
      headers.forEach(letter.headers()::add);
    } else {
      add(letter, CUT, "%d bytes of value".formatted(length(message.value())));
    }
    add(letter, "dlq-reason", reason);
    add(letter, "dlq-detail", detail);
    add(letter, "dlq-topic", message.topic());
    add(letter, "dlq-partition", Integer.toString(message.partition()));
    add(letter, "dlq-offset", Long.toString(message.offset()));
    add(letter, "dlq-at", TIME.format(Instant.now()));
    add(letter, ATTEMPT, Integer.toString(attempt(message)));
    return letter;
  }

  /**
   * Returns what to send in place of a letter that the broker refused: without the message's own
   * headers, with a key, and cut; at the second refusal without any of the message. Empty when
   * nothing more can be left out.
   */
  static Optional<ProducerRecord<byte[], byte[]>> reduced(
      ProducerRecord<byte[], byte[]> refused, int refusals) {
    if (refusals > REFUSALS_MAX) {
      return Optional.empty();
    }
    boolean bare = refusals == REFUSALS_MAX;
    boolean empty = bare || refused.value() == null; // where keys count, null erases
    byte[] value = empty ? new byte[0] : cut(refused.value(), CUT_VALUE_BYTES);
    byte[] key = bare || refused.key() == null ? position(refused) : refused.key();
    var letter = new ProducerRecord<>(refused.topic(), null, cut(key, CUT_KEY_BYTES), value);
    for (Header header : refused.headers()) {
      if (header.key().startsWith(OWN_HEADERS)) {
        letter.headers().add(header);
      }
    }
    if (length(value) < length(refused.value()) && letter.headers().lastHeader(CUT) == null) {
      add(letter, CUT, "%d bytes of value".formatted(length(refused.value())));
    }
    return Optional.of(letter);
  }

  /** Returns a key for a topic that takes none without: where the message was. */
  private static byte[] position(ProducerRecord<byte[], byte[]> letter) {
    String position =
        String.join("-", text(letter, "dlq-topic"), text(letter, "dlq-partition"))
            + "@"
            + text(letter, "dlq-offset");
    return position.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the number of times that a message was a dead letter, this one included. */
  private static int attempt(ConsumerRecord<byte[], byte[]> message) {
    Header last = message.headers().lastHeader(ATTEMPT);
    String text =
        last == null || last.value() == null
            ? "0"
            : new String(last.value(), StandardCharsets.UTF_8);
    return text.matches("\\d{1,6}") ? Integer.parseInt(text) + 1 : 1;
  }

  private static String text(ProducerRecord<byte[], byte[]> letter, String header) {
    return new String(letter.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
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
