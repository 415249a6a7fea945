package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many callers fit among the files that a process may open. */
class OpenFilesTest {
  @ParameterizedTest
  @CsvSource({
    "256, 58, 70",
    "1024, 232, 280",
    "2048, 686, 850",
    "20000, 9488, 10000",
    "1048576, 12000, 10000",
    "9223372036854775807, 12000, 10000"
  })
  void connectionsAndStreams_leaveFilesForTheRest(long maxFiles, int connections, int streams) {
    assertThat(OpenFiles.connections(maxFiles)).isEqualTo(connections);
    assertThat(OpenFiles.streams(maxFiles)).isEqualTo(streams);
  }
}
