package io.waitroom.lab.crowd;

import io.waitroom.lab.crowd.Tally.Timed;
import io.waitroom.lab.load.Answer;
import io.waitroom.lab.load.HttpConnection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/** One who holds a stream open until the place has a slot or has ended. */
final class StreamWatcher {
  private static final String DATA = "data: ";
  private static final Duration RECONNECT = Duration.ofSeconds(2);
  private static final int ATTEMPTS_MAX = 20;

  private final int caller;
  private final Sale sale;
  private final BuyerVisit visit;

  StreamWatcher(int caller, Sale sale, BuyerVisit visit) {
    this.caller = caller;
    this.sale = sale;
    this.visit = visit;
  }

  /**
   * Returns true when the visit's status is what there is to know: admitted, ended, or queued
   * because patience is over; false where no stream is to be had.
   */
  boolean watch(long leaveAtNanos) throws InterruptedException {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      try (HttpConnection connection = sale.service().stream(caller)) {
        Answer answer = connection.open(sale.service().streamRequest(caller, visit.sessionId()));
        sale.tally().answered("stream", answer.status());
        if (answer.status() != 200) {
          return false;
        }
        if (read(connection, leaveAtNanos)) {
          return true;
        }
      } catch (IOException e) {
        sale.tally().complain("a stream broke: " + e.getMessage());
      }
      Thread.sleep(RECONNECT);
    }
    return false;
  }

  /** False when the stream ended before anything was decided. */
  private boolean read(HttpConnection connection, long leaveAtNanos) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(connection.body(), StandardCharsets.UTF_8), 1024);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(DATA)) {
        Reply shown = new Reply(200, Reply.object(line.substring(DATA.length())));
        visit.saw("stream", shown);
        if (!visit.status().equals("queued")) {
          shown.time("admitted_at").ifPresent(this::told);
          return true;
        }
      }
      if (System.nanoTime() - leaveAtNanos > 0) {
        return true;
      }
    }
    return false;
  }

  /** Right as far as the clocks of this machine and of Redis agree. */
  private void told(Instant admittedAt) {
    sale.tally().took(Timed.PUSH, Duration.between(admittedAt, Instant.now()).toNanos());
  }
}
