package io.waitroom.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.ops.Scrape;
import io.waitroom.testkit.Client;
import io.waitroom.testkit.Deployment;
import io.waitroom.testkit.Eventually;
import io.waitroom.testkit.Fuzz;
import io.waitroom.testkit.KeptConnection;
import io.waitroom.testkit.ProcessFigures;
import io.waitroom.testkit.RedisServer;
import io.waitroom.testkit.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Clients that mean harm, against the service with production's JVM flags: others do not notice,
 * and nothing is left of it afterwards.
 */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileClientsIT {
  private static final String EVENT = "besieged";
  private static final String JOIN = Client.ROOT + "/join";

  /** Silent connections; the property asks for more, as far as the limit of open files allows. */
  private static final int IDLE = 10_000;

  private static final int SILENT = Integer.getInteger("waitroom.hostile.connections", 1_500);

  private static final int EACH = 100;
  private static final int DAMAGED_REQUESTS = 500;

  /** What a system without settings of its own gives to a process. */
  private static final int FEW_FILES = 1_024;

  /** What the container has. */
  private static final long MEMORY_MIB = 256;

  /** Connections of Redis' pool, carrier threads: what may come and go on any day. */
  private static final int SLACK = 70;

  private final RedisServer redis = RedisServer.start();
  private final Map<String, String> environment = Deployment.withoutKafka(redis);
  private final ServiceProcess service = ServiceProcess.startAsInProduction(environment);
  private final Client client = Client.of(service);

  @BeforeAll
  void open() {
    client.open(EVENT, "{\"max_concurrent\":1,\"release_rate\":1}");
  }

  @AfterAll
  void stop() {
    service.close();
    redis.close();
  }

  @Test
  void connectionsThatAreHeld_harmNobodyElse_andLeaveNothingBehind() throws Exception {
    String place = client.place(EVENT, "watcher");
    ProcessFigures before = ProcessFigures.of(service.pid());
    URI address = URI.create(service.url());
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
        HeldConnections siege = new HeldConnections(address)) {
      Future<Integer> normal = executor.submit(() -> callUntil(over, place));
      siege.hold(SILENT, "");
      siege.hold(EACH, "GET /health/live HTT");
      siege.hold(EACH, "GET /health/live HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");
      siege.hold(
          EACH, "GET %s/stream/%s HTTP/1.1\r\nHost: x\r\n\r\n".formatted(Client.ROOT, place));
      siege.hold(
          EACH,
          "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{"
              .formatted(JOIN));
      siege.holdHalfOpen(EACH, "GET /health/live HTTP/1.1\r\nHost: x\r\n");
      Eventually.until(() -> metrics().value("http_streams_open") == EACH);
      // Slow bodies are cut off; of heads only a proxy in front can say when to give up.
      siege.awaitCutOff(EACH, "POST");
      ProcessFigures during = ProcessFigures.of(service.pid());
      over.set(true);
      int served = normal.get();
      System.out.printf(
          "hostile clients: %s before, %s with %d connections held, %d calls of others served%n",
          before, during, siege.held(), served);
      assertThat(served).isPositive();
      assertThat(during.residentMib()).isLessThan(MEMORY_MIB);
      assertThat(during.threads()).isLessThan(before.threads() + SLACK);
    }
    Eventually.asserted(() -> {
      ProcessFigures after = ProcessFigures.of(service.pid());
      assertThat(after.files()).as("files").isLessThan(before.files() + SLACK);
      assertThat(after.threads()).as("threads").isLessThan(before.threads() + SLACK);
      assertThat(metrics().value("http_requests_in_flight")).isZero();
    });
    assertThat(client.status(place).status()).isEqualTo(200);
    assertLogIsClean();
  }

  @Test
  void damagedRequests_areRefusedWithoutATrace() {
    Fuzz fuzz = Fuzz.create();
    String place = client.place(EVENT, "somebody");
    for (int number = 0; number < DAMAGED_REQUESTS; number++) {
      String body = "{\"event_id\":\"%s\",\"user_id\":\"u%d\"}".formatted(EVENT, number);
      String whole =
          fuzz.oneOf(
              "GET %s/status/%s HTTP/1.1\r\nHost: x\r\n\r\n".formatted(Client.ROOT, place),
              "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                  .formatted(JOIN, body.length(), body),
              "POST %s HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
                  .formatted(JOIN, body.length(), body),
              "PUT %s/%s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x\r\nContent-Length: 0\r\n\r\n"
                  .formatted(Client.ADMIN, EVENT));
      byte[] damaged = fuzz.damaged(whole.getBytes(ISO_8859_1));
      String answer = HeldConnections.answer(URI.create(service.url()), damaged);
      String what = "%s, number %d: %s".formatted(fuzz.rerun(), number, answer);
      if (hasHead(damaged, whole)) {
        assertThat(answer).as(what).matches("(?s)(HTTP/1.1 [234]\\d\\d .*)?");
      } else {
        // Where the head itself is no HTTP, or has become HTTP/1.0, Helidon may answer 500 or 505,
        // but says nothing more.
        assertThat(answer).as(what).matches("(?s)(HTTP/1.1 ([234].*|50[05] .*\r\n\r\n))?");
      }
      assertThat(answer).as(what).doesNotContain("Exception", "\tat ", "io.waitroom", "io.helidon");
    }
    assertThat(client.status(place).status()).isEqualTo(200);
    assertLogIsClean();
  }

  private static boolean hasHead(byte[] damaged, String whole) {
    String head = whole.substring(0, whole.indexOf("\r\n\r\n") + 4);
    return new String(damaged, ISO_8859_1).startsWith(head);
  }

  /** Helidon stops listening, for good, when the system has no descriptor for one more caller. */
  @Test
  void moreConnectionsThanFiles_makeOthersWait_butTheServiceSurvives() throws Exception {
    try (ServiceProcess poor = ServiceProcess.startWithFiles(FEW_FILES, environment)) {
      try (HeldConnections siege = new HeldConnections(URI.create(poor.url()))) {
        siege.hold(FEW_FILES, "");
        assertThat(ProcessFigures.of(poor.pid()).files()).isLessThan(FEW_FILES);
      }
      Eventually.until(() -> poor.api().get("/health/ready").status() == 200);
      assertThat(poor.output()).noneMatch(line -> line.contains("terminating"));
    }
  }

  /** Idle connections take heap, and a process whose heap is full ends. */
  @Test
  void tenThousandSilentConnections_doNotEndTheService() throws Exception {
    try (ServiceProcess victim = ServiceProcess.startAsInProduction(environment)) {
      try (HeldConnections siege = new HeldConnections(URI.create(victim.url()))) {
        siege.holdAtMost(IDLE);
        assertThat(siege.held()).isGreaterThan(SILENT);
        assertThat(victim.api().get("/health/live").status())
            .as("a new client is served: the longest idle ones make room (F-74)")
            .isEqualTo(200);
        assertThat(ProcessFigures.of(victim.pid()).residentMib()).isLessThan(MEMORY_MIB);
      }
      Eventually.until(() -> victim.api().get("/health/ready").status() == 200);
      assertThat(victim.output()).noneMatch(line -> line.contains("OutOfMemory"));
    }
  }

  /** A buyer who asks again and again, and one who joins: how often they were answered. */
  private int callUntil(AtomicBoolean over, String place) throws IOException {
    int served = 0;
    try (KeptConnection connection = new KeptConnection(URI.create(service.url()))) {
      while (!over.get()) {
        String user = "{\"event_id\":\"%s\",\"user_id\":\"normal-%d\"}".formatted(EVENT, served);
        assertThat(connection.call("POST", JOIN, user).status()).isEqualTo(201);
        assertThat(connection.call("GET", Client.ROOT + "/status/" + place, "").status())
            .isEqualTo(200);
        served += 2;
      }
    }
    return served;
  }

  private Scrape metrics() {
    return new Scrape(client.api().get("/metrics").body());
  }

  private void assertLogIsClean() {
    assertThat(service.output())
        .noneMatch(line -> line.contains("Exception") || line.startsWith("\tat "))
        .noneMatch(line -> line.contains("SEVERE") || line.contains("ERROR"));
  }
}
