package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.http.connection.ConnectionLimits;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many clients fit into the files and the heap of a process. */
class ConnectionLimitsTest {
  private static final long MIB = 1024 * 1024;

  @ParameterizedTest
  @CsvSource({
    "256, 128, 105",
    "1024, 512, 425",
    "2048, 1536, 1280",
    "20000, 12000, 10000",
    "1048576, 12000, 10000",
    "9223372036854775807, 12000, 10000"
  })
  void connectionsAndStreams_leaveFilesForTheRest(long maxFiles, int connections, int streams) {
    assertThat(ConnectionLimits.most(maxFiles, 1024 * MIB)).isEqualTo(connections);
    assertThat(ConnectionLimits.streams(maxFiles, 1024 * MIB)).isEqualTo(streams);
  }

  /** 104 and 312 MiB are what the JVM can use in containers of 256 and 768 MiB. */
  @ParameterizedTest
  @CsvSource({
    "16, 200, 100",
    "40, 200, 148",
    "104, 3248, 2522",
    "312, 12000, 10000",
    "1024, 12000, 10000"
  })
  void connectionsAndStreams_leaveHeapForTheRest(long mebibytes, int connections, int streams) {
    assertThat(ConnectionLimits.most(1_048_576, mebibytes * MIB)).isEqualTo(connections);
    assertThat(ConnectionLimits.streams(1_048_576, mebibytes * MIB)).isEqualTo(streams);
  }
}
