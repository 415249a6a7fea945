package io.waitroom.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.Client;
import io.waitroom.testkit.Deployment;
import io.waitroom.testkit.ProcessFigures;
import io.waitroom.testkit.RedisServer;
import io.waitroom.testkit.ServiceProcess;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many more callers at once than the service works for at once, each calling again as soon as it is
 * answered: some are served, the others are told so at once, and when it is over it is over.
 */
@Timeout(120)
class OverloadIT {
  private static final String EVENT = "rush";
  private static final int CALLERS = Integer.getInteger("waitroom.overload.callers", 1_200);
  private static final Duration LOAD =
      Duration.ofSeconds(Integer.getInteger("waitroom.overload.seconds", 8));
  private static final int FEW_CALLERS = 64;
  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final Duration RECOVERY = Duration.ofSeconds(10);

  /** What the container has. */
  private static final long MEMORY_MIB = 256;

  @Test
  void twiceAsManyAsItCanServe_areServedOrTurnedAwayAtOnce() throws Exception {
    try (RedisServer redis = RedisServer.start();
        ServiceProcess service = ServiceProcess.startAsInProduction(environment(redis))) {
      Client client = Client.of(service);
      client.open(EVENT, "{\"max_concurrent\":1,\"release_rate\":1}");
      String place = client.place(EVENT, "watcher");
      client.open("rehearsal", "{\"max_concurrent\":1,\"release_rate\":1}");
      new Load(URI.create(service.url()), "rehearsal", place).run(FEW_CALLERS, WARM_UP);
      long quietMib = ProcessFigures.of(service.pid()).residentMib();

      Load load = new Load(URI.create(service.url()), EVENT, place);
      load.run(CALLERS, LOAD);
      long busyMib = ProcessFigures.of(service.pid()).residentMib();
      System.out.printf(
          "overload by %d callers for %s: %s; %d MiB before, %d after%n",
          CALLERS, LOAD, load, quietMib, busyMib);

      assertThat(load.unexpected()).as("answers that nobody wants").isEmpty();
      assertThat(load.served()).isPositive();
      assertThat(load.turnedAway()).as("or the load was none").isPositive();
      assertThat(load.probes()).as("health, all the time").isNotEmpty().containsOnly(200);
      assertThat(busyMib).isLessThan(MEMORY_MIB);
      Awaitility.await()
          .atMost(RECOVERY)
          .until(() -> client.join(EVENT, "afterwards").status() == 201);
      assertThat(client.status(place).status()).isEqualTo(200);
      assertThat(client.room(EVENT).json().getInt("last_ticket"))
          .as("a place for each who was told so, and for no other")
          .isEqualTo(load.joined() + 2);
      assertThat(service.output())
          .noneMatch(line -> line.contains("Exception") || line.contains("ERROR"));
    }
  }

  /** Settings to be compared come as {@code -Dwaitroom.overload.env=NAME=value,…}. */
  private static Map<String, String> environment(RedisServer redis) {
    Map<String, String> environment = new HashMap<>(Deployment.withoutKafka(redis));
    for (String pair : System.getProperty("waitroom.overload.env", "").split(",", -1)) {
      if (!pair.isEmpty()) {
        String[] parts = pair.split("=", 2);
        environment.put(parts[0], parts[1]);
      }
    }
    return environment;
  }
}
