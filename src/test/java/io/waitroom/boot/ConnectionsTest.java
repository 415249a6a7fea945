package io.waitroom.boot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many callers fit into the files and the heap of a process. */
class ConnectionsTest {
  private static final long MIB = 1024 * 1024;

  @ParameterizedTest
  @CsvSource({
    "256, 128",
    "1024, 512",
    "2048, 1536",
    "20000, 12000",
    "1048576, 12000",
    "9223372036854775807, 12000"
  })
  void most_leavesFilesForTheRest(long maxFiles, int connections) {
    assertThat(Connections.most(maxFiles, 1024 * MIB)).isEqualTo(connections);
  }

  @ParameterizedTest
  @CsvSource({"16, 256", "40, 256", "80, 2560", "256, 12000"})
  void most_leavesHeapForTheRest(long mebibytes, int connections) {
    assertThat(Connections.most(1_048_576, mebibytes * MIB)).isEqualTo(connections);
  }
}
