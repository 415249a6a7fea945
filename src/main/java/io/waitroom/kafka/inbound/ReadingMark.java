package io.waitroom.kafka.inbound;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.jspecify.annotations.Nullable;

/**
 * The note that a reader of a partition leaves beside the committed offset before it reads on, in
 * the metadata of the commit. A commit of records that were dealt with carries no note. So a note
 * that is found says how the last reader ended at this offset.
 *
 * @param deaths how many processes ended while they read the record at this offset, and nothing
 *     else; 0 when a reader has started here
 * @param passed how many records directly before this offset were passed over unread
 */
record ReadingMark(int deaths, int passed) {
  /** A reader has started here. */
  static final ReadingMark STARTED = new ReadingMark(0, 0);

  /** One death may be a coincidence: a process can be killed at any moment. */
  private static final int DEATHS_MAX = 2;

  private static final Pattern TEXT = Pattern.compile("deaths=(\\d{1,6}) passed=(\\d{1,6})");

  /** Reads the note of a commit; empty when there is none. */
  static Optional<ReadingMark> of(@Nullable OffsetAndMetadata committed) {
    Matcher text = TEXT.matcher(committed == null ? "" : committed.metadata());
    return text.matches()
        ? Optional.of(
            new ReadingMark(Integer.parseInt(text.group(1)), Integer.parseInt(text.group(2))))
        : Optional.empty();
  }

  /** Returns the note to leave while the record at this offset is read. */
  ReadingMark reading() {
    return new ReadingMark(deaths + 1, passed);
  }

  /**
   * Returns how many records to pass over; 0 when the next one may be read. The client unpacks a
   * whole batch up to the record that it is asked for. Records behind one that cannot be read are
   * therefore as deadly, and each such death doubles the number.
   */
  int toPassOver() {
    if (passed > 0) {
      return deaths > 0 ? 2 * passed : 0;
    }
    return deaths >= DEATHS_MAX ? 1 : 0;
  }

  /** Returns the commit that leaves this note. */
  OffsetAndMetadata at(long offset) {
    return new OffsetAndMetadata(offset, "deaths=%d passed=%d".formatted(deaths, passed));
  }
}
