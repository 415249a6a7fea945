package io.waitroom.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.lab.bench.Row.Round;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bench measures; what it measures is nobody's business here. That each answered join is one
 * place in Redis is checked by the figure itself.
 */
@Timeout(400)
class BenchIT {
  @TempDir Path directory;

  @Test
  void joins_areMeasuredBesideTheirReference() throws Exception {
    RunLength effort = new RunLength(1, Duration.ofSeconds(1), 0.001);
    try (BenchEnvironment lab = new BenchEnvironment(effort, directory)) {
      List<Row> rows = new JoinsFigure().run(lab);

      assertThat(rows).hasSize(2);
      for (Row row : rows) {
        Round round = row.rounds().getFirst();
        assertThat(round.measured()).as(row.title()).isPositive().isFinite();
        assertThat(round.reference()).as(row.title()).isPositive().isFinite();
      }
      BenchReport report = new BenchReport(effort, 0);
      report.add(rows);
      assertThat(report.text()).contains("| joins, Kafka on", "no-op POST", "A quick run");
    }
  }
}
