package io.waitroom.lab.faults;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What callers and the shop wrote down as it happened. Thread-safe. */
final class Journal {
  private final Queue<Exchange> exchanges = new ConcurrentLinkedQueue<>();
  private final Queue<Report> reports = new ConcurrentLinkedQueue<>();

  /**
   * An outcome that the shop reported, and that the broker has taken.
   *
   * @param kind COMPLETED, FAILED or EXPIRED
   */
  record Report(String sessionId, String user, String kind) {}

  void add(Exchange exchange) {
    exchanges.add(exchange);
  }

  void add(Report report) {
    reports.add(report);
  }

  List<Exchange> exchanges() {
    return List.copyOf(exchanges);
  }

  List<Report> reports() {
    return List.copyOf(reports);
  }
}
