package io.waitroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.ops.Scrape;
import io.waitroom.testkit.Api;
import io.waitroom.testkit.Client;
import io.waitroom.testkit.Deployment;
import io.waitroom.testkit.Eventually;
import io.waitroom.testkit.Ports;
import io.waitroom.testkit.ProcessFigures;
import io.waitroom.testkit.RedisServer;
import io.waitroom.testkit.ServiceProcess;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * As many connections as are let in, each of which makes the service hold what it can, against the
 * service with production's JVM flags: F-82, F-83, F-84.
 */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeldBytesIT {
  private static final int CONNECTIONS = 2_300;
  private static final int CALLS = 9;
  private static final double MOST_OF_THE_HEAP = 0.8;
  private static final String EVENT = "besieged";
  private static final String HOST = " HTTP/1.1\r\nHost: x\r\n";

  private final RedisServer redis = RedisServer.start();

  @BeforeAll
  void open() {
    try (ServiceProcess service = ServiceProcess.start(Deployment.withoutKafka(redis))) {
      Client.of(service.awaitReady()).open(EVENT, "{\"max_concurrent\":1,\"release_rate\":1}");
    }
  }

  @AfterAll
  void stop() {
    redis.close();
  }

  /**
   * What each connection sends before it is held, and does not read the answer to.
   *
   * @param name of what is held
   * @param text what is sent
   */
  record Sort(String name, String text) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Sort> sorts() {
    String join = "POST " + Client.ROOT + "/join" + HOST + "Content-Type: application/json\r\n";
    return Stream.of(
        new Sort("short header lines", "GET /" + HOST + shortLines(2_860) + "\r\n"),
        new Sort("short header lines without an end", "GET /" + HOST + shortLines(95)),
        new Sort("half a head", "GET /" + HOST + "A: " + "b".repeat(15_800)),
        new Sort("half a body", join + "Content-Length: 16000\r\n\r\n" + "x".repeat(15_900)),
        new Sort("the document, unread", "GET /openapi" + HOST + "\r\n"),
        new Sort("metrics, unread", ("GET /metrics" + HOST + "\r\n").repeat(2)),
        new Sort("a script, unread", "GET /openapi/ui/swagger-ui-bundle.js" + HOST + "\r\n"),
        new Sort("pages, unread", ("GET /waitroom/" + EVENT + HOST + "\r\n").repeat(8)));
  }

  /** Names of two and three letters, as many as are wanted. */
  private static String shortLines(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Integer.toString(36 * 36 + i, 36) + ":\r\n")
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @MethodSource("sorts")
  void f82_f83_f84_bytesThatAreHeld_harmNobodyElse(Sort sort) throws Exception {
    Map<String, String> environment = new HashMap<>(Deployment.withoutKafka(redis));
    URI management = URI.create("http://127.0.0.1:" + Ports.free());
    environment.put("MANAGEMENT_PORT", Integer.toString(management.getPort()));
    try (ServiceProcess victim = ServiceProcess.startAsInProduction(environment);
        HeldConnections siege = new HeldConnections(URI.create(victim.url()))) {
      siege.holdUnread(CONNECTIONS, sort.text());
      Eventually.until(() -> isAnswered(victim.api())); // it has them all, and goes on
      List<Duration> calls = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        Instant before = Instant.now();
        assertThat(victim.api().get("/health").status()).isEqualTo(200);
        calls.add(Duration.between(before, Instant.now()));
      }
      System.out.printf(
          "%s: calls of others %s, %s%n", sort, calls, ProcessFigures.of(victim.pid()));
      assertThat(calls.stream().sorted().toList().get(CALLS / 2)).isLessThan(Duration.ofSeconds(1));
      // Those that were cut off may need a moment to be gone.
      Eventually.asserted(() ->
          assertThat(heapAfterCollection(victim, new Api(management)))
              .isLessThan(MOST_OF_THE_HEAP));
      assertThat(victim.isAlive()).isTrue();
      assertThat(victim.output())
          .noneMatch(line -> line.contains("OutOfMemory") || line.contains("Exception"));
    }
  }

  private static boolean isAnswered(Api api) {
    try {
      return api.get("/health").status() == 200;
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  /** The share of the heap that is really held. */
  private static double heapAfterCollection(ServiceProcess service, Api management)
      throws Exception {
    String jcmd = System.getProperty("java.home") + "/bin/jcmd";
    Process collection =
        new ProcessBuilder(jcmd, Long.toString(service.pid()), "GC.run")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectErrorStream(true)
            .start();
    assertThat(collection.waitFor()).isZero();
    Scrape metrics = new Scrape(management.get("/metrics").body());
    return metrics.value("jvm_memory_used_bytes", "area", "heap")
        / metrics.value("jvm_memory_max_bytes", "area", "heap");
  }
}
