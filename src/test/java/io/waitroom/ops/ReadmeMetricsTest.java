package io.waitroom.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README's table of metrics is the catalogue. */
class ReadmeMetricsTest {
  private static final String BEGIN = "<!-- metrics:begin -->\n";
  private static final String END = "<!-- metrics:end -->";

  @Test
  void readme_metrics_areThoseOfTheCode() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    assertThat(readme).containsOnlyOnce(BEGIN).containsOnlyOnce(END);

    String table = readme.substring(readme.indexOf(BEGIN) + BEGIN.length(), readme.indexOf(END));

    Path expected = Path.of("target", "metrics.md");
    Files.writeString(expected, MetricTable.render());
    assertThat(table.equals(MetricTable.render()))
        .as("between the markers of README.md stands what is now in %s", expected)
        .isTrue();
  }
}
