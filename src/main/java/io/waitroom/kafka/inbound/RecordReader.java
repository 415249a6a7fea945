package io.waitroom.kafka.inbound;

import io.waitroom.kafka.client.ClientProperties;
import io.waitroom.kafka.client.FailureText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;

/**
 * A consumer's polls, bounded by what records become in the heap. Kafka's own limits count
 * compressed bytes, and a few of those can become any number. So the client unpacks one record a
 * poll ({@link ClientProperties}), and the reader polls on until it has enough.
 *
 * <p>A single record may still be larger than the heap. Nobody knows before it is unpacked, and
 * then the process ends. The successor must not do the same for ever, so each reader leaves a
 * {@link ReadingMark}. Where it finds one, no reader has got beyond that offset, and it reads
 * carefully: one record of one partition at a time, each under a mark of its own. A record during
 * which processes have died is passed over; a dead letter without a body and one line at level
 * ERROR tell where it is. Careful reading ends after {@link #CAREFUL_RECORDS} records, or at what
 * was the partition's end when it was assigned. Without a death a mark costs one commit for each
 * assignment.
 *
 * <p>Used by one thread at a time.
 */
final class RecordReader implements ConsumerRebalanceListener {
  /** Most records that a poll returns. */
  static final int RECORDS_MAX = 20;

  /** A poll that has so many bytes of records asks for no more. */
  static final long BYTES_MAX = 1 << 20;

  /** More than what is read and not committed when a process ends: the records of two polls. */
  static final int CAREFUL_RECORDS = 3 * RECORDS_MAX;

  private static final System.Logger LOGGER = System.getLogger(RecordReader.class.getName());
  private static final Duration CALL_LIMIT = Duration.ofSeconds(2);
  private static final Duration CAREFUL_POLL = Duration.ofSeconds(1);

  /** What a record and each of its headers take besides their bytes, in round figures. */
  private static final int OBJECT_BYTES = 128;

  private final Consumer<byte[], byte[]> consumer;
  private final DeadLetters deadLetters;
  private final Lock alone;

  /** Assigned, and its committed mark is not known yet; paused. */
  private final Set<TopicPartition> fresh = new HashSet<>();

  /** Read carefully; paused. */
  private final Map<TopicPartition, Care> careful = new HashMap<>();

  /** The records of the poll under way. */
  private final Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> taken = new HashMap<>();

  private int records;
  private long bytes;

  /**
   * @param consumer unpacks one record a poll; has not subscribed yet
   * @param alone held by the reader that reads carefully, so that a death is blamed on one record
   *     of all topics
   */
  RecordReader(Consumer<byte[], byte[]> consumer, DeadLetters deadLetters, Lock alone) {
    this.consumer = consumer;
    this.deadLetters = deadLetters;
    this.alone = alone;
  }

  /** The consumer whose records are read. */
  Consumer<byte[], byte[]> consumer() {
    return consumer;
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    consumer.pause(partitions);
    fresh.addAll(partitions);
  }

  /** The next owner reads their records anew; those of the poll under way are not dealt with. */
  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    fresh.removeAll(partitions);
    careful.keySet().removeAll(partitions);
    taken.keySet().removeAll(partitions);
  }

  /**
   * Returns the next records. All records of earlier polls must be dealt with.
   *
   * @param timeout how long to wait for the first
   */
  ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    records = 0;
    bytes = 0;
    try {
      admitFresh();
      readCarefully();
    } catch (RebalanceInProgressException | CommitFailedException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "marks after the rebalance: {0}", FailureText.of(e));
    }
    readOnly(ordinary()); // however the above ended: a partition left paused would never be read
    Duration wait = taken.isEmpty() ? timeout : Duration.ZERO;
    while (mayTake() && take(consumer.poll(wait))) {
      wait = Duration.ZERO;
    }
    var polled = new ConsumerRecords<>(Map.copyOf(taken));
    taken.clear();
    return polled;
  }

  private boolean mayTake() {
    return records < RECORDS_MAX && bytes < BYTES_MAX;
  }

  private boolean take(ConsumerRecords<byte[], byte[]> polled) {
    for (ConsumerRecord<byte[], byte[]> record : polled) {
      var partition = new TopicPartition(record.topic(), record.partition());
      taken.computeIfAbsent(partition, key -> new ArrayList<>()).add(record);
      records++;
      bytes += bytes(record);
    }
    return !polled.isEmpty();
  }

  private static long bytes(ConsumerRecord<byte[], byte[]> record) {
    long bytes = OBJECT_BYTES;
    bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
    for (Header header : record.headers()) {
      byte[] value = header.value();
      bytes += OBJECT_BYTES + header.key().length() + (value == null ? 0 : value.length);
    }
    return bytes;
  }

  /** Looks for marks at what was assigned, and leaves one where there is none. */
  private void admitFresh() {
    Set<TopicPartition> known = new HashSet<>(fresh);
    known.removeIf(partition -> !isPositionKnown(partition));
    if (known.isEmpty()) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(known, CALL_LIMIT);
    Map<TopicPartition, OffsetAndMetadata> starts = new HashMap<>();
    Map<TopicPartition, ReadingMark> found = new HashMap<>();
    for (TopicPartition partition : known) {
      ReadingMark.of(committed.get(partition))
          .ifPresentOrElse(
              mark -> found.put(partition, mark),
              () -> starts.put(partition, ReadingMark.STARTED.at(position(partition))));
    }
    consumer.commitSync(starts, CALL_LIMIT);
    // Once: it waits until the broker has answered a fetch, which may have nothing for 500 ms.
    Map<TopicPartition, Long> ends = consumer.endOffsets(found.keySet(), CALL_LIMIT);
    found.forEach((partition, mark) ->
        careful.put(partition, new Care(mark, CAREFUL_RECORDS, ends.getOrDefault(partition, 0L))));
    fresh.removeAll(known);
  }

  private boolean isPositionKnown(TopicPartition partition) {
    try {
      return consumer.position(partition, Duration.ZERO) >= 0;
    } catch (TimeoutException e) {
      return false; // polls find out
    }
  }

  /** Reads one record of each partition that needs care. */
  private void readCarefully() {
    for (TopicPartition partition : List.copyOf(careful.keySet())) {
      Care care = careful.get(partition);
      if (care == null || !mayTake()) {
        continue; // it was revoked meanwhile
      }
      long next = position(partition);
      long left = care.end - next;
      int passed = (int) Math.min(left, care.mark.toPassOver());
      if (left <= 0 || care.records == 0) {
        careful.remove(partition);
      } else if (passed > 0) {
        passOver(partition, next, passed, care);
      } else {
        readAlone(partition, next, care);
      }
    }
  }

  private void readAlone(TopicPartition partition, long next, Care care) {
    alone.lock();
    try {
      consumer.commitSync(Map.of(partition, care.mark.reading().at(next)), CALL_LIMIT);
      readOnly(Set.of(partition));
      int read = take(consumer.poll(CAREFUL_POLL)) ? 1 : 0;
      Care after = care.with(ReadingMark.STARTED, care.records - read);
      if (careful.replace(partition, after) == null) {
        return; // revoked during the poll: its next owner may be further on by now
      }
      consumer.commitSync(Map.of(partition, ReadingMark.STARTED.at(next)), CALL_LIMIT);
    } finally {
      alone.unlock();
    }
  }

  /** Returns without having done so when the service stops. */
  private void passOver(TopicPartition partition, long from, int count, Care care) {
    for (long offset = from; offset < from + count; offset++) {
      deadLetters.postUnread(partition, offset);
    }
    if (!deadLetters.settle(partition.topic())) {
      return;
    }
    LOGGER.log(
        System.Logger.Level.ERROR,
        "{0}@{1}: processes ended while they read this record; {2} from here on passed over unread",
        partition,
        Long.toString(from),
        count == 1 ? "it is" : count + " records are");
    ReadingMark mark = new ReadingMark(0, count);
    careful.replace(partition, care.with(mark, CAREFUL_RECORDS));
    consumer.seek(partition, from + count);
    consumer.commitSync(Map.of(partition, mark.at(from + count)), CALL_LIMIT);
  }

  private long position(TopicPartition partition) {
    return consumer.position(partition, CALL_LIMIT);
  }

  private Set<TopicPartition> ordinary() {
    Set<TopicPartition> ordinary = new HashSet<>(consumer.assignment());
    ordinary.removeAll(fresh);
    ordinary.removeAll(careful.keySet());
    return ordinary;
  }

  /** Polls bring records of these partitions only. */
  private void readOnly(Set<TopicPartition> partitions) {
    Set<TopicPartition> assigned = consumer.assignment();
    consumer.pause(assigned);
    Set<TopicPartition> read = new HashSet<>(partitions);
    read.retainAll(assigned);
    consumer.resume(read);
  }

  /**
   * A partition that is read carefully.
   *
   * @param mark what was found, or left since
   * @param records how many more to read so
   * @param end the partition's end when it was assigned: nobody has died of what came later
   */
  private record Care(ReadingMark mark, int records, long end) {
    Care with(ReadingMark newMark, int recordsLeft) {
      return new Care(newMark, recordsLeft, end);
    }
  }
}
