package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.http.server.ConnectionLimits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many callers fit into the files and the heap of a process. */
class ConnectionLimitsTest {
  private static final long MIB = 1024 * 1024;

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
    assertThat(ConnectionLimits.most(maxFiles, 1024 * MIB)).isEqualTo(connections);
    assertThat(ConnectionLimits.streams(maxFiles, 1024 * MIB)).isEqualTo(streams);
  }

  @ParameterizedTest
  @CsvSource({"16, 100, 100", "40, 100, 100", "112, 2304, 10000", "512, 12000, 10000"})
  void connectionsAndStreams_leaveHeapForTheRest(long mebibytes, int connections, int streams) {
    assertThat(ConnectionLimits.most(1_048_576, mebibytes * MIB)).isEqualTo(connections);
    assertThat(ConnectionLimits.streams(1_048_576, mebibytes * MIB)).isEqualTo(streams);
  }
}
