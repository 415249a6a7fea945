package io.waitroom.lab.crowd;

import io.waitroom.lab.crowd.Tally.Deed;
import io.waitroom.lab.crowd.Tally.Timed;
import java.time.Instant;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** The result as plain text. */
final class TextReport {
  private final StringBuilder text = new StringBuilder(4096);

  private TextReport() {}

  /** The whole report, lines that end with a newline. */
  static String of(Result result) {
    TextReport report = new TextReport();
    report.scene(result);
    report.numbers(result);
    report.times(result);
    report.findings(result);
    return report.text.toString();
  }

  private void scene(Result result) {
    Scene scene = result.options().scene();
    line(
        ("%d people within %.0f s, %d slots, %d admissions/s, checkouts of %.1f s, leases of %.0f s, seed"
                + " %d")
            .formatted(
                result.options().users(),
                scene.arrival().toMillis() / 1e3,
                scene.slots(),
                scene.rate(),
                scene.checkout().toMillis() / 1e3,
                scene.lease().toMillis() / 1e3,
                result.options().seed()));
  }

  private void numbers(Result result) {
    Tally tally = result.tally();
    long calls = tally.answers().values().stream().mapToLong(Long::longValue).sum();
    double seconds =
        result.places().stream()
            .map(BuyerSession::endedAt)
            .flatMap(Optional::stream)
            .max(Instant::compareTo)
            .map(result::seconds)
            .orElse(0.0);
    line("");
    line(
        ("%d joined, %d completed, %d failed, %d left, %d missed their turn, %d walked away; %.1f s from the first join to"
                + " the last end")
            .formatted(
                tally.count(Deed.JOINED),
                tally.count(Deed.COMPLETED),
                tally.count(Deed.FAILED),
                tally.count(Deed.LEFT),
                tally.count(Deed.MISSED),
                tally.count(Deed.WALKED_AWAY),
                seconds));
    line("%d calls, %.0f/s on average:".formatted(calls, calls / Math.max(seconds, 0.001)));
    tally.answers().forEach((call, count) -> line("  %-12s %10d".formatted(call, count)));
  }

  private void times(Result result) {
    line("");
    line("%-45s %9s %9s %9s %9s %9s".formatted("", "count", "p50", "p95", "p99", "most"));
    double[] waits = result.waits();
    line(
        "%-45s %9d %9.1f %9.1f %9.1f %9.1f  s"
            .formatted(
                "wait, join to admission",
                waits.length,
                Result.percentile(waits, 50),
                Result.percentile(waits, 95),
                Result.percentile(waits, 99),
                Result.percentile(waits, 100)));
    for (Timed timed : Timed.values()) {
      Histogram times = result.tally().times(timed);
      if (times.getTotalCount() > 0) {
        line(
            "%-45s %9d %9.1f %9.1f %9.1f %9.1f  ms"
                .formatted(
                    timed.text,
                    times.getTotalCount(),
                    times.getValueAtPercentile(50) / 1e3,
                    times.getValueAtPercentile(95) / 1e3,
                    times.getValueAtPercentile(99) / 1e3,
                    times.getMaxValue() / 1e3));
      }
    }
  }

  private void findings(Result result) {
    line("");
    for (Finding finding : result.findings()) {
      line(
          "%-6s %-45s %s"
              .formatted(
                  finding.kept() ? "kept" : "BROKEN", finding.promise(), finding.measured()));
    }
    result
        .tally()
        .complaints()
        .forEach((what, count) -> line("       %d times: %s".formatted(count, what)));
    line("");
    line(result.isKept() ? "All promises kept." : "PROMISES BROKEN.");
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
