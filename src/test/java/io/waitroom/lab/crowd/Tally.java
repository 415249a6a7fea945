package io.waitroom.lab.crowd;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** What the whole crowd has done so far, and how long it was kept waiting for it. Thread-safe. */
final class Tally {
  /** Things people do, or that happen to them. */
  enum Deed {
    ARRIVED,
    JOINED,
    ADMITTED,
    COMPLETED,
    FAILED,
    LEFT,
    MISSED,
    WALKED_AWAY,
    GONE_HOME
  }

  /** What is timed, in microseconds. */
  enum Timed {
    JOIN("join"),
    STATUS("status"),
    LEAVE("leave"),
    LINE("in line for one of the crowd's connections"),
    PUSH("push: admitted to told by the stream"),
    OUTCOME("outcome reported to seen in the status");

    final String text;

    Timed(String text) {
      this.text = text;
    }
  }

  private static final long HIGHEST_MICROSECONDS = 600_000_000;
  private static final int DIGITS = 3;
  private static final int COMPLAINTS_MAX = 50;

  private final Map<Deed, LongAdder> deeds = new EnumMap<>(Deed.class);
  private final Map<Timed, ConcurrentHistogram> times = new EnumMap<>(Timed.class);
  private final Map<String, LongAdder> answers = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> complaints = new ConcurrentHashMap<>();

  Tally() {
    for (Deed deed : Deed.values()) {
      deeds.put(deed, new LongAdder());
    }
    for (Timed timed : Timed.values()) {
      times.put(timed, new ConcurrentHistogram(HIGHEST_MICROSECONDS, DIGITS));
    }
  }

  void did(Deed deed) {
    of(deed).increment();
  }

  long count(Deed deed) {
    return of(deed).sum();
  }

  void took(Timed timed, long nanos) {
    times(timed).recordValue(Math.clamp(nanos / 1_000, 0, HIGHEST_MICROSECONDS));
  }

  /** What was timed so far; goes on changing. */
  Histogram times(Timed timed) {
    ConcurrentHistogram histogram = times.get(timed);
    if (histogram == null) {
      throw new IllegalStateException(timed + " is not timed");
    }
    return histogram;
  }

  /** An answer came, whatever it was. */
  void answered(String call, int status) {
    answers.computeIfAbsent(call + " " + status, key -> new LongAdder()).increment();
  }

  /** Something the contract does not allow. */
  void complain(String what) {
    if (complaints.size() < COMPLAINTS_MAX || complaints.containsKey(what)) {
      complaints.computeIfAbsent(what, key -> new LongAdder()).increment();
    }
  }

  /** How often each answer came, by call and status. */
  Map<String, Long> answers() {
    return sums(answers);
  }

  /** What the contract does not allow, and how often it happened. */
  Map<String, Long> complaints() {
    return sums(complaints);
  }

  private LongAdder of(Deed deed) {
    LongAdder count = deeds.get(deed);
    if (count == null) {
      throw new IllegalStateException(deed + " is not counted");
    }
    return count;
  }

  private static Map<String, Long> sums(Map<String, LongAdder> counts) {
    Map<String, Long> sums = new TreeMap<>();
    counts.forEach((key, count) -> sums.put(key, count.sum()));
    return sums;
  }
}
