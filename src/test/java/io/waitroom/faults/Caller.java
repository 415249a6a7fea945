package io.waitroom.faults;

import io.waitroom.faults.Exchange.Operation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.Stream;

/** How everybody calls the service; each exchange of the crowd goes into the journal. */
final class Caller implements AutoCloseable {
  /** Longer than any answer may take: who runs into it has met a hang. */
  static final Duration HANG = Duration.ofSeconds(20);

  private static final String ROOT = "/api/v1/waitroom";

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final Journal journal;

  Caller(Journal journal) {
    this.journal = journal;
  }

  /** Joins; {@code key} proves on a repetition whose place it is, none is sent when empty. */
  Exchange join(URI replica, String event, String user, String key) {
    HttpRequest.Builder request =
        request(replica, "/join").header("Content-Type", "application/json");
    if (!key.isEmpty()) {
      request.header("Idempotency-Key", key);
    }
    String body = "{\"event_id\":\"%s\",\"user_id\":\"%s\"}".formatted(event, user);
    return call(
        user,
        key.isEmpty() ? Operation.JOIN_UNPROVEN : Operation.JOIN,
        request.POST(BodyPublishers.ofString(body)).build());
  }

  Exchange status(URI replica, String user, String sessionId) {
    return call(user, Operation.STATUS, request(replica, "/status/" + sessionId).build());
  }

  Exchange leave(URI replica, String user, String sessionId) {
    return call(
        user,
        Operation.LEAVE,
        request(replica, "/leave/" + sessionId).POST(BodyPublishers.noBody()).build());
  }

  /**
   * Opens a stream: its lines as they come.
   *
   * @throws IOException when it cannot be opened
   */
  HttpResponse<Stream<String>> stream(URI replica, String sessionId) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(replica.resolve(ROOT + "/stream/" + sessionId)).build();
    try {
      return http.send(request, BodyHandlers.ofLines());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  private static HttpRequest.Builder request(URI replica, String path) {
    return HttpRequest.newBuilder(replica.resolve(ROOT + path)).timeout(HANG);
  }

  private Exchange call(String user, Operation operation, HttpRequest request) {
    int port = request.uri().getPort();
    long start = System.nanoTime();
    Exchange exchange;
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      exchange =
          new Exchange(
              user,
              operation,
              port,
              start,
              System.nanoTime(),
              answer.statusCode(),
              answer.headers().firstValue("Retry-After").orElse(""),
              answer.body());
    } catch (IOException e) {
      exchange = new Exchange(user, operation, port, start, System.nanoTime(), 0, "", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    journal.add(exchange);
    return exchange;
  }
}
