package io.waitroom.it;

import io.waitroom.ops.Scrape;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Some of everything, round after round: people join, ask, are admitted, buy, fail, give up and are
 * evicted; one joins twice, one event is closed, and one message of each round is poison.
 */
final class Traffic implements AutoCloseable {
  static final String EVENT = "concert";
  static final String ADMIN_KEY = "operators-key-for-tests";
  static final String[] TOPICS = {
    "QUEUE_JOINED",
    "QUEUE_LEFT",
    "QUEUE_READY",
    "CHECKOUT_COMPLETED",
    "CHECKOUT_FAILED",
    "CHECKOUT_EXPIRED"
  };

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final String WAITROOM = "/api/v1/waitroom";
  private static final String ADMIN = "/api/v1/admin/events/";

  private final String url;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
  private final KafkaProducer<String, String> producer;
  private final AtomicInteger rounds = new AtomicInteger();
  private final AtomicLong sent = new AtomicLong();
  private final ReentrantLock turn = new ReentrantLock();
  private volatile boolean stopping;
  private volatile String lastReport = "";

  Traffic(String url, String bootstrapServers) {
    this.url = url;
    this.producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new StringSerializer(),
            new StringSerializer());
  }

  /** Makes the events and begins. */
  void run() {
    put(EVENT, "{\"max_concurrent\":20,\"release_rate\":200}");
    put("sold-out", "{\"state\":\"sold_out\"}");
    call("GET", ADMIN + EVENT, "", "a guess");
    Thread.ofVirtual().name("traffic").start(this::repeat);
  }

  /** How many rounds are over. */
  int rounds() {
    return rounds.get();
  }

  /** Returns when no round is under way; none starts until {@link #resume}, by the same thread. */
  void pause() {
    turn.lock();
  }

  void resume() {
    turn.unlock();
  }

  /** How many messages the broker has been given. */
  long sent() {
    return sent.get();
  }

  /** A report of a checkout that has been settled long since. */
  String settledReport() {
    return lastReport;
  }

  /** Sends a message several times and returns when the broker has all of them. */
  void send(String topic, String value, int times) {
    try {
      Future<?> last = null;
      for (int i = 0; i < times; i++) {
        last = producer.send(new ProducerRecord<>(topic, "key-" + i, value));
      }
      producer.flush();
      sent.addAndGet(times);
      if (last != null) {
        last.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      }
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What is served at {@code /metrics}. */
  Scrape metrics() {
    return new Scrape(get("/metrics"));
  }

  String get(String path) {
    return call("GET", path, "");
  }

  @Override
  public void close() {
    stopping = true;
    turn.lock();
    try {
      producer.close(LIMIT);
      client.close();
    } finally {
      turn.unlock();
    }
  }

  private void repeat() {
    while (!stopping) {
      turn.lock();
      try {
        if (!stopping) {
          round(rounds.get());
          rounds.incrementAndGet();
        }
      } finally {
        turn.unlock();
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private void round(int number) {
    String bought = place("buyer-" + number);
    String failed = place("poor-" + number);
    String gaveUp = place("slow-" + number);
    String left = place("gone-" + number);
    String evicted = place("evicted-" + number);
    join(EVENT, "buyer-" + number);
    join("sold-out", "late-" + number);
    call("POST", WAITROOM + "/leave/" + left, "");
    call("POST", ADMIN + EVENT + "/sessions/" + evicted + "/evict", "");
    for (String id : new String[] {bought, failed, gaveUp}) {
      awaitAdmitted(id);
    }
    lastReport = report(bought, "buyer-" + number);
    send("CHECKOUT_COMPLETED", lastReport, 1);
    send("CHECKOUT_FAILED", report(failed, "poor-" + number), 1);
    send("CHECKOUT_EXPIRED", report(gaveUp, "slow-" + number), 1);
    send("CHECKOUT_FAILED", "poison", 1);
  }

  private void awaitAdmitted(String id) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!get(WAITROOM + "/status/" + id).contains("\"admitted\"")) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException(id + " was not admitted within " + LIMIT);
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
  }

  private void put(String event, String body) {
    call("PUT", ADMIN + event, body);
  }

  private String place(String user) {
    String body = join(EVENT, user);
    try (JsonReader reader = Json.createReader(new StringReader(body))) {
      return reader.readObject().getString("session_id");
    }
  }

  private String join(String event, String user) {
    return call(
        "POST",
        WAITROOM + "/join",
        "{\"event_id\":\"%s\",\"user_id\":\"%s\"}".formatted(event, user));
  }

  private static String report(String id, String user) {
    return "{\"session_id\":\"%s\",\"user_id\":\"%s\",\"event_id\":\"%s\"}"
        .formatted(id, user, EVENT);
  }

  private String call(String method, String path, String body) {
    return call(method, path, body, ADMIN_KEY);
  }

  private String call(String method, String path, String body, String key) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + key)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
