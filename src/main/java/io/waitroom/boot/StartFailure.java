package io.waitroom.boot;

import io.waitroom.boot.logging.OneLine;
import io.waitroom.http.server.ServerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Why a start failed, in one line for the operator. */
final class StartFailure {
  private static final int MAX_CAUSES = 50;

  private StartFailure() {}

  /**
   * Sees that the port can be had before anything else starts: Helidon opens it last, when this
   * replica has already joined the consumer group and begun to admit.
   *
   * @throws UncheckedIOException when it cannot be had
   */
  static void requireFreePort(ServerSettings server) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(server.host(), server.port()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The root cause, without a stack trace. */
  static String describe(Throwable failure, ServerSettings server) {
    Throwable root = failure;
    for (int i = 0; i < MAX_CAUSES; i++) {
      Throwable cause = root.getCause();
      if (root instanceof BindException || cause == null) {
        break;
      }
      root = cause;
    }
    if (root instanceof BindException) {
      return "SERVER_PORT is \"%d\": this port cannot be opened: %s"
          .formatted(server.port(), OneLine.of(String.valueOf(root.getMessage())));
    }
    return "cannot start: " + OneLine.of(root.toString());
  }
}
