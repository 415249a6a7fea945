package io.waitroom.lab.faults;

import io.waitroom.lab.faults.Exchange.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** One who listens to the stream of a place, once, until it ends or enough was heard. */
final class Listener {
  private static final String DATA = "data: ";

  private final Scene scene;
  private final String user;
  private final String sessionId;

  Listener(Scene scene, String user, String sessionId) {
    this.scene = scene;
    this.user = user;
    this.sessionId = sessionId;
  }

  /**
   * Opens a stream and listens.
   *
   * @param goesOn gets the status of each event; false when that is enough
   * @return the HTTP status with which the stream was opened; 0 when nobody answered
   */
  int listen(Predicate<String> goesOn) {
    URI replica = scene.router().any();
    long start = System.nanoTime();
    try {
      HttpResponse<Stream<String>> answer = scene.caller().stream(replica, sessionId);
      try (Stream<String> lines = answer.body()) {
        if (answer.statusCode() != 200) {
          String retryAfter = answer.headers().firstValue("Retry-After").orElse("");
          write(replica, start, answer.statusCode(), retryAfter, String.join("", lines.toList()));
          return answer.statusCode();
        }
        hear(replica, lines.iterator(), goesOn);
        return answer.statusCode();
      }
    } catch (IOException | UncheckedIOException e) {
      write(replica, start, 0, "", e.toString());
      return 0;
    }
  }

  private void hear(URI replica, Iterator<String> lines, Predicate<String> goesOn) {
    boolean on = true;
    while (on && lines.hasNext()) {
      String line = lines.next();
      if (line.startsWith(DATA)) {
        Exchange event = write(replica, System.nanoTime(), 200, "", line.substring(DATA.length()));
        on = goesOn.test(event.text("status"));
      }
    }
  }

  private Exchange write(URI replica, long start, int status, String retryAfter, String body) {
    Exchange exchange =
        new Exchange(
            user,
            Operation.STREAM,
            replica.getPort(),
            start,
            System.nanoTime(),
            status,
            retryAfter,
            body);
    scene.journal().add(exchange);
    return exchange;
  }
}
