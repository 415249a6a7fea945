package io.waitroom.lab.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.FileRecords;
import org.apache.kafka.common.record.Record;
import org.apache.kafka.common.utils.Utils;

/** The files of topics, as a broker that does not run has left them. */
final class Segments {
  private Segments() {}

  /** Reads all messages of the topics and removes their files. */
  static List<Message> take(Path partitions, List<String> topics) {
    List<Message> messages = new ArrayList<>();
    try (Stream<Path> all = Files.list(partitions)) {
      List<Path> theirs = all.filter(path -> belongs(path, topics)).toList();
      for (Path partition : theirs) {
        read(partition, messages);
        remove(partition);
      }
      return messages;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + partitions, e);
    }
  }

  private static boolean belongs(Path partition, List<String> topics) {
    String name = partition.getFileName().toString();
    return topics.stream().anyMatch(topic -> name.matches(topic + "-\\d+"));
  }

  private static void read(Path partition, List<Message> messages) throws IOException {
    try (Stream<Path> files = Files.list(partition)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".log")).sorted().toList()) {
        try (FileRecords records = FileRecords.open(file.toFile())) {
          for (Record record : records.records()) {
            messages.add(
                Message.of(
                    Utils.utf8(record.key()),
                    new RecordHeaders(record.headers()),
                    Utils.utf8(record.value()),
                    record.timestamp()));
          }
        }
      }
    }
  }

  private static void remove(Path directory) throws IOException {
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
