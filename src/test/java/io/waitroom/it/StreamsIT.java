package io.waitroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.redis.RedisFixture;
import io.waitroom.room.RoomChange;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomState;
import io.waitroom.testkit.Api;
import io.waitroom.testkit.Client;
import io.waitroom.testkit.Deployment;
import io.waitroom.testkit.EventStream;
import io.waitroom.testkit.ServiceProcess;
import jakarta.json.JsonObject;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams on replicas of which any may be the one that admits. */
@Timeout(180)
class StreamsIT {
  private static final int WAITERS = 100;
  private static final int RATE = 50;

  /** What the issue promises; the median leaves room for a busy machine. */
  private static final Duration SOON = Duration.ofMillis(300);

  /** Two seconds are promised; the rest is a busy machine's. */
  private static final Duration STOP = Duration.ofSeconds(5);

  private static final String EVENT = "stopping";

  @Test
  void ready_reachesEveryStreamOnEveryReplica_soon() throws Exception {
    try (Deployment deployment = Deployment.start();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List.of("first", "second").forEach(name -> deployment.starting(Map.of()));
      deployment.replicas().forEach(replica -> replica.awaitReady());
      try (RedisFixture fixture =
          RedisFixture.on(RedisFixture.standalone(deployment.redis().address()))) {
        RoomSettings settings =
            new RoomSettings("", WAITERS, RATE, 1_000, Duration.ofHours(1), Duration.ofHours(1));
        var _ = fixture.room.put(fixture.event, settings, Optional.of(RoomState.PAUSED));
        List<Future<Duration>> delays = new ArrayList<>();
        for (int i = 0; i < WAITERS; i++) {
          ServiceProcess replica = deployment.replicas().get(i % 2);
          EventStream stream = open(replica, fixture.event.value(), "user-" + i);
          delays.add(threads.submit(() -> untilReady(stream)));
        }
        var _ =
            fixture.room.change(
                fixture.event, RoomChange.ofState(RoomState.OPEN, Set.of(RoomState.PAUSED)));
        report(delays);
      }
    }
  }

  /** F-63: on the replica that removes the event, and on another. */
  @Test
  void remove_endsTheStreamsOfTheEvent() throws Exception {
    try (Deployment deployment = Deployment.start()) {
      List.of("first", "second").forEach(name -> deployment.starting(Map.of()));
      deployment.replicas().forEach(replica -> replica.awaitReady());
      Client client = Client.of(deployment.replicas().getFirst());
      client.open(EVENT, "{\"max_concurrent\":1,\"release_rate\":1}");
      List<EventStream> streams = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        String place = client.place(EVENT, "user-" + i);
        streams.add(new EventStream(URI.create(deployment.replicas().get(i % 2).url()), place));
      }

      assertThat(client.admin("DELETE", "/" + EVENT).status()).isLessThan(300);

      for (EventStream stream : streams) {
        assertThat(stream.await("ended").getString("status")).isEqualTo("evicted");
        assertThat(stream.isAtEnd()).isTrue();
        stream.close();
      }
    }
  }

  @Test
  void terminate_openStreams_endAndTheProcessToo() throws Exception {
    try (Deployment deployment = Deployment.start()) {
      ServiceProcess replica = deployment.starting(Map.of()).awaitReady();
      Client.of(replica).open(EVENT, "{\"state\":\"paused\"}");
      List<EventStream> streams = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        streams.add(open(replica, EVENT, "user-" + i));
      }
      try (Socket unread = new Socket(InetAddress.getLoopbackAddress(), replica.port())) {
        String place = Client.of(replica).place(EVENT, "does-not-read");
        String request =
            "GET %s/stream/%s HTTP/1.1\r\nHost: x\r\n\r\n".formatted(Client.ROOT, place);
        unread.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        Instant begin = Instant.now();

        replica.signalTerm();

        for (EventStream stream : streams) {
          stream.awaitEnd();
          stream.close();
        }
        assertThat(Duration.between(begin, Instant.now())).isLessThan(STOP);
        assertThat(replica.exitCode()).isZero();
      }
      assertThat(replica.output()).noneMatch(line -> line.contains("ERROR"));
    }
  }

  private static EventStream open(ServiceProcess replica, String event, String user)
      throws Exception {
    Api.Answer joined =
        replica
            .api()
            .post(
                "/api/v1/waitroom/join",
                "{\"event_id\":\"%s\",\"user_id\":\"%s\"}".formatted(event, user));
    EventStream stream = new EventStream(URI.create(replica.url()), joined.text("session_id"));
    stream.next("position");
    return stream;
  }

  /** From the admission, by Redis's clock, until the stream has told it. */
  private static Duration untilReady(EventStream stream) throws Exception {
    try (stream) {
      JsonObject ready = stream.await("ready");
      return Duration.between(Instant.parse(ready.getString("admitted_at")), Instant.now());
    }
  }

  private static void report(List<Future<Duration>> delays) throws Exception {
    List<Duration> sorted = new ArrayList<>();
    for (Future<Duration> delay : delays) {
      sorted.add(delay.get());
    }
    sorted.sort(null);
    System.out.printf(
        "StreamsIT: admitted -> told, ms: median %d, p90 %d, max %d of %d on 2 replicas%n",
        sorted.get(WAITERS / 2).toMillis(),
        sorted.get(WAITERS * 9 / 10).toMillis(),
        sorted.getLast().toMillis(),
        sorted.size());
    assertThat(sorted).hasSize(WAITERS);
    assertThat(sorted.get(WAITERS / 2)).isLessThan(SOON);
  }
}
