package io.waitroom.lab.bench;

import io.waitroom.testkit.Client;
import java.nio.file.Path;

/**
 * Closed loops of one length against one port.
 *
 * @param lab whose worker calls
 * @param port who is called
 */
record Calls(BenchEnvironment lab, int port) {
  /** As many as the service's pool to Redis serves without a queue. */
  private static final int CONNECTIONS = 32;

  static final String JOIN = Client.ROOT + "/join";

  /** GET of the paths in a file. */
  Load gets(Path paths) {
    return Load.of(lab.caller().call("gets", port, CONNECTIONS, millis(), paths)).expected();
  }

  /** POST of new people. */
  Load joins(String path, String event, long first) {
    return Load.of(lab.caller().call("joins", port, CONNECTIONS, millis(), path, event, first))
        .expected();
  }

  private long millis() {
    return lab.effort().window().toMillis();
  }
}
