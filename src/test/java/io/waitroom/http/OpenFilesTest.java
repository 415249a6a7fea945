package io.waitroom.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many callers fit among the files that a process may open. */
class OpenFilesTest {
  @ParameterizedTest
  @CsvSource({"256, 128", "1024, 512", "2048, 1536", "20000, 12000", "1048576, 12000"})
  void connections_leaveFilesForTheRest(long maxFiles, int connections) {
    assertThat(OpenFiles.connections(maxFiles)).isEqualTo(connections);
  }

  @ParameterizedTest
  @CsvSource("9223372036854775807, 12000")
  void connections_ofAnUnlimitedProcess_areLimitedAllTheSame(long maxFiles, int connections) {
    assertThat(OpenFiles.connections(maxFiles)).isEqualTo(connections);
  }
}
