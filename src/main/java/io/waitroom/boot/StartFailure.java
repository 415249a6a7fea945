package io.waitroom.boot;

import io.waitroom.boot.logging.OneLine;
import io.waitroom.http.server.ServerSettings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Why a start failed, in one line for the operator. */
final class StartFailure {
  private static final int MAX_CAUSES = 50;

  private StartFailure() {}

  /** A port that somebody else has. */
  static final class PortTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PortTakenException(String variable, int port, IOException cause) {
      super(
          "%s is \"%d\": this port cannot be opened: %s"
              .formatted(variable, port, OneLine.of(String.valueOf(cause.getMessage()))),
          cause);
    }
  }

  /**
   * Sees that the ports can be had before anything else starts: Helidon opens them last, when this
   * replica has already joined the consumer group and begun to admit.
   *
   * @throws PortTakenException when one cannot be had
   */
  static void requireFreePorts(ServerSettings server) {
    requireFreePort("SERVER_PORT", server.host(), server.port());
    requireFreePort("MANAGEMENT_PORT", server.host(), server.managementPort());
  }

  private static void requireFreePort(String variable, String host, int port) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.bind(new InetSocketAddress(host, port));
    } catch (IOException e) {
      throw new PortTakenException(variable, port, e);
    }
  }

  /** The root cause, without a stack trace. */
  static String describe(Throwable failure, ServerSettings server) {
    if (failure instanceof PortTakenException) {
      return String.valueOf(failure.getMessage());
    }
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
