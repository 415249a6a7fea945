package io.waitroom.lab.crowd;

import io.waitroom.lab.crowd.Observer.Look;
import io.waitroom.lab.crowd.Tally.Deed;
import io.waitroom.lab.crowd.Tally.Timed;
import java.io.Console;
import java.io.PrintStream;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * How it goes, while it goes: a block of lines that redraws itself on a terminal, otherwise one
 * plain line every few seconds.
 */
final class Progress implements Observer.Display {
  private static final double PLAIN_INTERVAL_SECONDS = 2;
  private static final int BAR_WIDTH = 50;

  private final PrintStream out;
  private final boolean isTerminal;
  private final Tally tally;
  private final int people;
  private final Scene scene;
  private double lastSeconds = -PLAIN_INTERVAL_SECONDS;
  private long lastJoined;
  private long lastAdmitted;
  private int linesDrawn;

  Progress(PrintStream out, boolean isTerminal, Tally tally, int people, Scene scene) {
    this.out = out;
    this.isTerminal = isTerminal;
    this.tally = tally;
    this.people = people;
    this.scene = scene;
  }

  /** Whether somebody sits in front of it. */
  @SuppressWarnings("SystemConsoleNull") // JDK 25 gives null again where there is no terminal
  static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  @Override
  public void show(Look look) {
    double since = look.seconds() - lastSeconds;
    if (!isTerminal && since < PLAIN_INTERVAL_SECONDS) {
      return;
    }
    long joined = tally.count(Deed.JOINED);
    long admitted = tally.count(Deed.ADMITTED);
    double joins = (joined - lastJoined) / Math.max(since, 0.001);
    double admissions = (admitted - lastAdmitted) / Math.max(since, 0.001);
    if (isTerminal) {
      redraw(block(look, joins, admissions));
    } else {
      out.println(line(look, joins, admissions));
    }
    lastSeconds = look.seconds();
    lastJoined = joined;
    lastAdmitted = admitted;
  }

  private String line(Look look, double joins, double admissions) {
    return ("%6.1f s  joined %d (%.0f/s)  waiting %d  slots %d/%d  admitted %d (%.0f/s)  completed %d"
            + "  failed %d  left %d  walked away %d  join p99 %.1f ms  status p99 %.1f ms")
        .formatted(
            look.seconds(),
            tally.count(Deed.JOINED),
            joins,
            look.waiting(),
            look.holding(),
            scene.slots(),
            tally.count(Deed.ADMITTED),
            admissions,
            tally.count(Deed.COMPLETED),
            tally.count(Deed.FAILED),
            tally.count(Deed.LEFT),
            tally.count(Deed.WALKED_AWAY),
            milliseconds(Timed.JOIN, 99),
            milliseconds(Timed.STATUS, 99));
  }

  private List<String> block(Look look, double joins, double admissions) {
    return List.of(
        "%.1f s since the opening, %d complaints"
            .formatted(look.seconds(), tally.complaints().size()),
        bar("joined", tally.count(Deed.JOINED), people) + "  %.0f/s".formatted(joins),
        bar("waiting", look.waiting(), people),
        bar("slots held", look.holding(), scene.slots()),
        bar("admitted", tally.count(Deed.ADMITTED), people)
            + "  %.0f/s, %d/s allowed".formatted(admissions, scene.rate()),
        bar("completed", tally.count(Deed.COMPLETED), people),
        "            failed %d, left %d, missed their turn %d, walked away %d, gone home %d"
            .formatted(
                tally.count(Deed.FAILED),
                tally.count(Deed.LEFT),
                tally.count(Deed.MISSED),
                tally.count(Deed.WALKED_AWAY),
                tally.count(Deed.GONE_HOME)),
        percentiles(Timed.JOIN),
        percentiles(Timed.STATUS),
        percentiles(Timed.PUSH));
  }

  private void redraw(List<String> lines) {
    StringBuilder text = new StringBuilder(2048);
    if (linesDrawn > 0) {
      text.append("\u001b[").append(linesDrawn).append('A');
    }
    lines.forEach(line -> text.append(line).append("\u001b[K\n"));
    linesDrawn = lines.size();
    out.print(text);
    out.flush();
  }

  private static String bar(String name, long value, long whole) {
    int full = Math.clamp(value * BAR_WIDTH / Math.max(1, whole), 0, BAR_WIDTH);
    return "%-11s %s%s %d".formatted(name, "█".repeat(full), "░".repeat(BAR_WIDTH - full), value);
  }

  private String percentiles(Timed timed) {
    return "%-40s p50 %.1f  p95 %.1f  p99 %.1f ms"
        .formatted(
            timed.text, milliseconds(timed, 50), milliseconds(timed, 95), milliseconds(timed, 99));
  }

  private double milliseconds(Timed timed, double percentile) {
    Histogram times = tally.times(timed);
    return times.getTotalCount() == 0 ? 0 : times.getValueAtPercentile(percentile) / 1e3;
  }
}
