package io.waitroom.lab.faults;

import io.waitroom.lab.faults.Exchange.Operation;
import io.waitroom.lab.load.Answer;
import io.waitroom.lab.load.HttpPool;
import io.waitroom.lab.load.Target;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** How everybody calls the service; each exchange of the crowd goes into the journal. */
final class Caller implements AutoCloseable {
  /** Longer than any answer may take: who runs into it has met a hang. */
  static final Duration HANG = Duration.ofSeconds(20);

  private static final String ROOT = "/api/v1/waitroom";

  /** Connections to one replica; more of the crowd than that never wait for an answer at once. */
  private static final int CONNECTIONS = 1_500;

  /** For streams, which are few. */
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /** By port. A client that spends more than the service itself would measure itself. */
  private final Map<Integer, HttpPool> pools = new ConcurrentHashMap<>();

  private final Journal journal;

  Caller(Journal journal) {
    this.journal = journal;
  }

  /** Joins; {@code key} proves on a repetition whose place it is, none is sent when empty. */
  Exchange join(URI replica, String event, String user, String key) {
    String body = "{\"event_id\":\"%s\",\"user_id\":\"%s\"}".formatted(event, user);
    HttpPool pool = pool(replica);
    byte[] request =
        key.isEmpty()
            ? pool.target().json("POST", ROOT + "/join", body)
            : pool.target().json("POST", ROOT + "/join", body, "Idempotency-Key: " + key);
    return call(pool, user, key.isEmpty() ? Operation.JOIN_UNPROVEN : Operation.JOIN, request);
  }

  Exchange status(URI replica, String user, String sessionId) {
    HttpPool pool = pool(replica);
    byte[] request = pool.target().request("GET", ROOT + "/status/" + sessionId);
    return call(pool, user, Operation.STATUS, request);
  }

  Exchange leave(URI replica, String user, String sessionId) {
    HttpPool pool = pool(replica);
    byte[] request = pool.target().request("POST", ROOT + "/leave/" + sessionId);
    return call(pool, user, Operation.LEAVE, request);
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
    pools.values().forEach(HttpPool::close);
  }

  private HttpPool pool(URI replica) {
    return pools.computeIfAbsent(
        replica.getPort(),
        _ -> new HttpPool(Target.of(replica), CONNECTIONS, Math.toIntExact(HANG.toMillis())));
  }

  private Exchange call(HttpPool pool, String user, Operation operation, byte[] request) {
    int port = pool.target().port();
    long start = System.nanoTime();
    Exchange exchange;
    try {
      Answer answer = pool.send(request);
      String retryAfter =
          answer.retryAfterSeconds() > 0 ? Integer.toString(answer.retryAfterSeconds()) : "";
      exchange =
          new Exchange(
              user,
              operation,
              port,
              start,
              System.nanoTime(),
              answer.status(),
              retryAfter,
              answer.text());
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
