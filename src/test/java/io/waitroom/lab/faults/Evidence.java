package io.waitroom.lab.faults;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All that is known from the outside about one event's life under a fault.
 *
 * @param members how many came
 * @param ended how many of them saw the end of their place
 * @param messages everything about the event in the outgoing topics, each topic in order
 * @param mostSlots the most slots ever seen in use
 * @param fault what was done to the service
 */
record Evidence(
    String event,
    Scale scale,
    FaultCase fault,
    int members,
    long ended,
    List<Exchange> exchanges,
    List<Journal.Report> reports,
    List<Message> messages,
    RoomState room,
    long mostSlots) {
  /** What each caller did, in order. */
  Map<String, List<Exchange>> byUser() {
    return exchanges.stream()
        .sorted((a, b) -> Long.compare(a.startNanos(), b.startNanos()))
        .collect(Collectors.groupingBy(Exchange::user, TreeMap::new, Collectors.toList()));
  }

  /** The messages of one type about each ticket, as they were sent. */
  Map<Long, List<Message>> told(String type) {
    return messages.stream()
        .filter(message -> message.type().equals(type))
        .collect(Collectors.groupingBy(Message::ticket, TreeMap::new, Collectors.toList()));
  }
}
