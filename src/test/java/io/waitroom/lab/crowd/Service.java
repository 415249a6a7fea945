package io.waitroom.lab.crowd;

import io.waitroom.lab.crowd.Tally.Timed;
import io.waitroom.lab.load.Answer;
import io.waitroom.lab.load.HttpConnection;
import io.waitroom.lab.load.HttpPool;
import io.waitroom.lab.load.Target;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The service as people, pages and operators call it. Every call is counted and timed; who is told
 * to come back later (429, 503) does so; an answer that the contract does not name for the call is
 * a complaint. Thread-safe.
 */
final class Service implements AutoCloseable {
  /** Enough to keep a replica busy, few enough not to crowd its pool of connections to Redis. */
  private static final int CONNECTIONS_PER_REPLICA = 48;

  private static final int ATTEMPTS_MAX = 60;
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private static final int STREAM_SILENCE_MAX_MS = 60_000;
  private static final String ROOT = "/api/v1/waitroom";
  private static final String ADMIN = "/api/v1/admin/events/";

  /** Who looks on must not stand in line with the crowd. */
  private static final int CONNECTIONS_OF_ONLOOKERS = 4;

  private final List<HttpPool> replicas;
  private final HttpPool onlookers;
  private final Tally tally;
  private final String authorization;

  Service(List<URI> urls, String adminKey, Tally tally) {
    this.replicas =
        urls.stream().map(url -> new HttpPool(Target.of(url), CONNECTIONS_PER_REPLICA)).toList();
    this.onlookers = new HttpPool(Target.of(urls.getFirst()), CONNECTIONS_OF_ONLOOKERS);
    this.tally = tally;
    this.authorization = "Authorization: Bearer " + adminKey;
  }

  /** Joins with an Idempotency-Key, or without where that is empty. */
  Reply join(int caller, String event, String user, String key) throws InterruptedException {
    HttpPool pool = pool(caller);
    String json = "{\"event_id\":\"%s\",\"user_id\":\"%s\"}".formatted(event, user);
    String path = ROOT + "/join";
    byte[] request =
        key.isEmpty()
            ? pool.target().json("POST", path, json)
            : pool.target().json("POST", path, json, "Idempotency-Key: " + key);
    return patiently(pool, Timed.JOIN, request, Set.of(200, 201, 409));
  }

  /** Asks where a place stands. */
  Reply status(int caller, String sessionId) throws InterruptedException {
    HttpPool pool = pool(caller);
    byte[] request = pool.target().request("GET", ROOT + "/status/" + sessionId);
    return patiently(pool, Timed.STATUS, request, Set.of(200));
  }

  /** Gives a place up. */
  Reply leave(int caller, String sessionId) throws InterruptedException {
    HttpPool pool = pool(caller);
    byte[] request = pool.target().request("POST", ROOT + "/leave/" + sessionId);
    return patiently(pool, Timed.LEAVE, request, Set.of(200));
  }

  /** Opens a stream, on a connection of its own; the caller closes it. */
  HttpConnection stream(int caller) throws IOException {
    return new HttpConnection(pool(caller).target(), STREAM_SILENCE_MAX_MS);
  }

  /** What to send on the connection of a stream. */
  byte[] streamRequest(int caller, String sessionId) {
    return pool(caller)
        .target()
        .request("GET", ROOT + "/stream/" + sessionId, "Accept: text/event-stream");
  }

  /** How long the queue is, as everybody sees it; not counted among the people's calls. */
  Reply room(String event) throws IOException, InterruptedException {
    Target target = onlookers.target();
    return reply(onlookers.send(target.request("GET", ROOT + "/events/" + event)));
  }

  /** An operator's call; {@code json} is empty for none. Not counted among the people's calls. */
  Reply admin(String method, String path, String json) throws IOException, InterruptedException {
    Target target = onlookers.target();
    return reply(
        onlookers.send(
            json.isEmpty()
                ? target.request(method, ADMIN + path, authorization)
                : target.json(method, ADMIN + path, json, authorization)));
  }

  private Reply patiently(HttpPool pool, Timed call, byte[] request, Set<Integer> expected)
      throws InterruptedException {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      Duration pause;
      try {
        long start = System.nanoTime();
        Answer answer = pool.send(request);
        tally.took(call, answer.nanos());
        tally.took(Timed.LINE, System.nanoTime() - start - answer.nanos());
        tally.answered(call.text, answer.status());
        if (answer.retryAfterSeconds() == 0 || expected.contains(answer.status())) {
          return expected(call, reply(answer), expected);
        }
        pause = Duration.ofSeconds(answer.retryAfterSeconds());
      } catch (IOException e) {
        tally.complain(call.text + " got no answer: " + e.getMessage());
        pause = AFTER_FAILURE;
      }
      Thread.sleep(pause);
    }
    throw new IllegalStateException("%s: put off %d times".formatted(call.text, ATTEMPTS_MAX));
  }

  private static Reply expected(Timed call, Reply reply, Set<Integer> expected) {
    if (!expected.contains(reply.status())) {
      throw new IllegalStateException(
          "%s answered %d %s".formatted(call.text, reply.status(), reply.text("code")));
    }
    return reply;
  }

  private static Reply reply(Answer answer) {
    return new Reply(answer.status(), Reply.object(answer.text()));
  }

  private HttpPool pool(int caller) {
    return replicas.get(caller % replicas.size());
  }

  @Override
  public void close() {
    replicas.forEach(HttpPool::close);
    onlookers.close();
  }
}
