package io.waitroom.kafka.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How much a poll takes, and what is left and found beside committed offsets (F-85). */
class RecordReaderTest {
  private static final TopicPartition FIRST = new TopicPartition("T", 0);
  private static final TopicPartition SECOND = new TopicPartition("T", 1);
  private static final Duration SHORT = Duration.ofMillis(10);
  private static final int ROUNDS = 200;

  private final Letterbox box = new Letterbox();
  private final InMemory consumer = new InMemory();
  private final RecordReader reader = new RecordReader(consumer, box.letters, new ReentrantLock());

  @Test
  void poll_takesNoMoreRecordsThanItsLimit() {
    assign(FIRST);
    consumer.add(FIRST, 0, 50, 10);
    assertThat(poll()).hasSize(RecordReader.RECORDS_MAX);
    assertThat(poll()).hasSize(RecordReader.RECORDS_MAX);
    assertThat(poll()).hasSize(10);
    assertThat(poll()).isEmpty();
  }

  @Test
  void poll_stopsAtTheRecordThatExceedsItsBytes() {
    assign(FIRST);
    consumer.add(FIRST, 0, 10, 900_000);
    assertThat(poll()).hasSize(2);
    assertThat(poll()).hasSize(2);
  }

  @Test
  void poll_countsWhatHeadersTake() {
    assign(FIRST);
    for (long offset = 0; offset < 3; offset++) {
      var record = new ConsumerRecord<>("T", 0, offset, new byte[0], new byte[0]);
      for (int i = 0; i < 10_000; i++) {
        record.headers().add("", new byte[0]);
      }
      consumer.addRecord(record);
    }
    consumer.updateEndOffsets(Map.of(FIRST, 3L));
    assertThat(poll()).hasSize(1);
  }

  @Test
  void poll_afterACleanEnd_readsAtOnce_andLeavesAMark() {
    consumer.commits.put(FIRST, new OffsetAndMetadata(7));
    assign(FIRST);
    consumer.add(FIRST, 7, 30, 10);
    assertThat(poll()).hasSize(RecordReader.RECORDS_MAX);
    assertThat(consumer.marks).containsExactly("T-0@7 deaths=0 passed=0");
  }

  @Test
  void poll_whereNobodyGotBeyondTheStart_takesOneAtATime_eachUnderAMark() {
    consumer.commits.put(FIRST, ReadingMark.STARTED.at(7));
    assign(FIRST);
    consumer.add(FIRST, 7, RecordReader.CAREFUL_RECORDS + 30, 10);
    assertThat(poll()).containsExactly(7L);
    assertThat(consumer.marks)
        .containsExactly("T-0@7 deaths=1 passed=0", "T-0@7 deaths=0 passed=0");
    for (long offset = 8; offset < 7 + RecordReader.CAREFUL_RECORDS; offset++) {
      assertThat(poll()).containsExactly(offset);
    }
    assertThat(poll()).as("no longer careful").hasSize(RecordReader.RECORDS_MAX);
  }

  /** Each look waits until the broker has answered a fetch, which may have nothing for 500 ms. */
  @Test
  void poll_readingCarefully_asksForThePartitionsEndOnce() {
    consumer.commits.put(FIRST, ReadingMark.STARTED.at(0));
    assign(FIRST);
    consumer.add(FIRST, 0, 10, 10);
    for (long offset = 0; offset < 10; offset++) {
      assertThat(poll()).containsExactly(offset);
    }
    assertThat(consumer.looksAtTheEnd).isEqualTo(1);
  }

  @Test
  void poll_carefulAtThePartitionsEnd_isOrdinaryFromThenOn() {
    consumer.commits.put(FIRST, ReadingMark.STARTED.at(7));
    consumer.updateEndOffsets(Map.of(FIRST, 7L));
    assign(FIRST);
    assertThat(poll()).isEmpty();
    consumer.add(FIRST, 7, 3, 10);
    assertThat(poll()).containsExactly(7L, 8L, 9L);
    assertThat(consumer.marks).isEmpty();
  }

  @Test
  void poll_partitionThatNeedsCare_doesNotSlowTheOthers() {
    consumer.commits.put(FIRST, ReadingMark.STARTED.at(0));
    assign(FIRST, SECOND);
    consumer.add(FIRST, 0, 5, 10);
    consumer.add(SECOND, 0, 5, 10);
    ConsumerRecords<byte[], byte[]> polled = reader.poll(SHORT);
    assertThat(polled.records(FIRST)).hasSize(1);
    assertThat(polled.records(SECOND)).hasSize(5);
  }

  @Test
  void poll_afterOneDeathAtARecord_triesOnceMore() {
    consumer.commits.put(FIRST, new ReadingMark(1, 0).at(7));
    assign(FIRST);
    consumer.add(FIRST, 7, 2, 10);
    assertThat(poll()).containsExactly(7L);
    assertThat(consumer.marks.getFirst()).isEqualTo("T-0@7 deaths=2 passed=0");
    assertThat(box.sent).isEmpty();
  }

  @Test
  void poll_afterTwoDeathsAtARecord_passesItOver_withALetterOfHeaders() {
    consumer.commits.put(FIRST, new ReadingMark(2, 0).at(7));
    assign(FIRST);
    consumer.add(FIRST, 7, 2, 10);
    assertThat(poll()).as("what is behind it").isEmpty();
    assertThat(consumer.marks).containsExactly("T-0@8 deaths=0 passed=1");
    assertThat(poll()).containsExactly(8L);
    assertThat(box.sent)
        .singleElement()
        .satisfies(letter -> {
          assertThat(letter.topic()).isEqualTo("T.DLQ");
          assertThat(letter.key()).isNull();
          assertThat(letter.value()).isNull();
          assertThat(letter.headers().lastHeader("dlq-reason").value())
              .isEqualTo(Wire.utf8("unreadable"));
          assertThat(letter.headers().lastHeader("dlq-offset").value()).isEqualTo(Wire.utf8("7"));
        });
    assertThat(box.count("kafka_consumer_messages_unreadable_total")).isEqualTo(1);
    assertThat(box.count("kafka_dead_letters_total")).isEqualTo(1);
    assertThat(box.count("kafka_consumer_messages_consumed_total")).isEqualTo(1);
  }

  /** The client unpacks a batch from its beginning, up to the record that it was asked for. */
  @Test
  void poll_diesBehindARecordPassedOver_passesTwiceAsManyEachTime() {
    consumer.commits.put(FIRST, new ReadingMark(1, 4).at(7));
    assign(FIRST);
    consumer.add(FIRST, 7, 10, 10);
    assertThat(poll()).isEmpty();
    assertThat(consumer.marks).containsExactly("T-0@15 deaths=0 passed=8");
    assertThat(box.sent).hasSize(8);
    assertThat(poll()).containsExactly(15L);
  }

  @Test
  void poll_neverPassesOverMoreThanThereIs() {
    consumer.commits.put(FIRST, new ReadingMark(1, 4).at(7));
    assign(FIRST);
    consumer.add(FIRST, 7, 3, 10);
    assertThat(poll()).isEmpty();
    assertThat(consumer.marks).containsExactly("T-0@10 deaths=0 passed=3");
  }

  @Test
  void poll_serviceStops_passesNothingOver() {
    consumer.commits.put(FIRST, new ReadingMark(2, 0).at(7));
    assign(FIRST);
    consumer.add(FIRST, 7, 1, 10);
    box.refuses = true;
    box.stop.stop();
    assertThat(poll()).isEmpty();
    assertThat(consumer.marks).isEmpty();
  }

  /** What a death leaves is the same for each of the records that follow one another. */
  @Test
  void poll_processesThatDieAtOneRecord_reachTheNextOne() {
    consumer.commits.put(FIRST, new OffsetAndMetadata(0));
    consumer.killer = 3;
    List<Long> read = new ArrayList<>();
    int deaths = 0;
    for (int round = 0; round < ROUNDS && !read.contains(9L); round++) {
      InMemory process = consumer.successor();
      RecordReader successor = new RecordReader(process, box.letters, new ReentrantLock());
      process.subscribe(List.of("T"), successor);
      process.rebalance(List.of(FIRST));
      process.add(FIRST, 0, 10, 10);
      try {
        while (!read.contains(9L)) {
          for (ConsumerRecord<byte[], byte[]> record : successor.poll(SHORT)) {
            read.add(record.offset());
            process.commitSync(Map.of(FIRST, new OffsetAndMetadata(record.offset() + 1)), SHORT);
          }
        }
      } catch (OutOfMemoryError e) {
        deaths++;
      }
    }
    assertThat(read).containsExactly(0L, 1L, 2L, 4L, 5L, 6L, 7L, 8L, 9L);
    assertThat(deaths).isEqualTo(3);
    assertThat(box.sent).hasSize(1);
  }

  @Test
  void revoked_duringAPoll_leavesItsRecordsToTheNextOwner() {
    assign(FIRST, SECOND);
    consumer.add(FIRST, 0, 1, 10);
    assertThat(poll()).containsExactly(0L);
    consumer.add(SECOND, 0, 1, 10);
    consumer.schedulePollTask(() -> {});
    consumer.schedulePollTask(() -> reader.onPartitionsRevoked(List.of(SECOND)));
    assertThat(poll()).isEmpty();
  }

  @Test
  void marks_thatARebalanceForbids_areLeftAfterIt_andNothingIsReadBefore() {
    consumer.commitFailure = new RebalanceInProgressException();
    assign(FIRST);
    consumer.add(FIRST, 0, 1, 10);
    assertThat(poll()).isEmpty();
    consumer.commitFailure = null;
    assertThat(poll()).containsExactly(0L);
  }

  /**
   * Three replicas whose broker comes back join one after the other, while each reads carefully.
   */
  @Test
  void revoked_whileItIsReadAlone_leavesTheOthersReadable() {
    consumer.commits.put(FIRST, ReadingMark.STARTED.at(0));
    assign(FIRST, SECOND);
    consumer.add(FIRST, 0, 1, 10);
    consumer.schedulePollTask(() -> {
      consumer.rebalance(List.of(SECOND));
      consumer.commitFailure = new RebalanceInProgressException();
    });
    assertThat(poll()).isEmpty();
    consumer.commitFailure = null;
    consumer.add(SECOND, 0, 1, 10);
    assertThat(poll()).containsExactly(0L);
  }

  /** Its next owner may be further on by now. */
  @Test
  void revoked_whileItIsReadAlone_isNotSetBack() {
    consumer.commits.put(FIRST, ReadingMark.STARTED.at(0));
    assign(FIRST, SECOND);
    consumer.add(FIRST, 0, 1, 10);
    consumer.schedulePollTask(() -> {
      consumer.rebalance(List.of(SECOND));
      consumer.commits.put(FIRST, new OffsetAndMetadata(9));
    });
    assertThat(poll()).isEmpty();
    assertThat(consumer.commits.get(FIRST).offset()).isEqualTo(9);
  }

  private void assign(TopicPartition... partitions) {
    consumer.subscribe(List.of("T"), reader);
    consumer.rebalance(List.of(partitions));
  }

  private List<Long> poll() {
    return StreamSupport.stream(reader.poll(SHORT).spliterator(), false)
        .map(ConsumerRecord::offset)
        .toList();
  }

  /** Partitions in memory that give one record a poll, and keep what is committed. */
  private static final class InMemory extends MockConsumer<byte[], byte[]> {
    private final Map<TopicPartition, OffsetAndMetadata> commits;
    private final List<String> marks = new ArrayList<>();
    private long killer = -1;
    private @Nullable RuntimeException commitFailure;
    private int looksAtTheEnd;

    InMemory() {
      this(new HashMap<>());
    }

    private InMemory(Map<TopicPartition, OffsetAndMetadata> commits) {
      super(OffsetResetStrategy.EARLIEST);
      this.commits = commits;
      setMaxPollRecords(1);
      updateBeginningOffsets(Map.of(FIRST, 0L, SECOND, 0L));
    }

    /** The next process, which finds what this one has committed. */
    InMemory successor() {
      InMemory next = new InMemory(commits);
      next.killer = killer;
      return next;
    }

    void add(TopicPartition partition, long from, int count, int bytes) {
      for (long offset = from; offset < from + count; offset++) {
        addRecord(
            new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                0,
                TimestampType.CREATE_TIME,
                0,
                bytes,
                new byte[0],
                new byte[bytes],
                new RecordHeaders(),
                Optional.empty()));
      }
      updateEndOffsets(Map.of(partition, from + count));
    }

    @Override
    public synchronized void rebalance(Collection<TopicPartition> assigned) {
      super.rebalance(assigned);
      commits.forEach((partition, commit) -> {
        if (assigned.contains(partition)) {
          seek(partition, commit.offset());
        }
      });
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
      ConsumerRecords<byte[], byte[]> polled = super.poll(timeout);
      polled.forEach(record -> {
        if (record.offset() == killer) {
          throw new OutOfMemoryError("not really");
        }
      });
      return polled;
    }

    @Override
    public synchronized Map<TopicPartition, Long> endOffsets(
        Collection<TopicPartition> partitions, Duration timeout) {
      looksAtTheEnd += partitions.isEmpty() ? 0 : 1;
      return super.endOffsets(partitions, timeout);
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndMetadata> committed(
        Set<TopicPartition> partitions, Duration timeout) {
      Map<TopicPartition, OffsetAndMetadata> known = new HashMap<>();
      partitions.forEach(partition -> known.put(partition, commits.get(partition)));
      return known;
    }

    @Override
    public synchronized void commitSync(
        Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
      if (commitFailure != null) {
        throw commitFailure;
      }
      commits.putAll(offsets);
      offsets.forEach((partition, offset) -> {
        if (!offset.metadata().isEmpty()) {
          marks.add(partition + "@" + offset.offset() + " " + offset.metadata());
        }
      });
    }
  }
}
