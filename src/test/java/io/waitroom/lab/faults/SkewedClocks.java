package io.waitroom.lab.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/** The clock of one replica is five minutes fast, that of another five minutes slow. */
final class SkewedClocks implements FaultCase.Strike {
  private static final Path LIBRARY =
      Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");
  private static final Duration NOTICEABLE = Duration.ofMinutes(4);

  @Override
  public void run(Trial trial) throws Exception {
    if (!Files.exists(LIBRARY)) {
      throw new IllegalStateException(LIBRARY + " is missing: apt-get install libfaketime");
    }
    List<Replica> replicas = trial.deployment().replicas();
    skew(trial, replicas.get(0), "+300s");
    skew(trial, replicas.get(1), "-300s");
    trial.healed();
    Pause.of(trial.scale().outage());
    trial.healed();
  }

  @Override
  public void tidy(FaultDeployment deployment) {
    deployment.replaceGently(deployment.replicas().get(0), Map.of());
    deployment.replaceGently(deployment.replicas().get(1), Map.of());
  }

  private static void skew(Trial trial, Replica replica, String offset) throws Exception {
    Map<String, String> faked = Map.of("LD_PRELOAD", LIBRARY.toString(), "FAKETIME", offset);
    trial.deployment().replaceGently(replica, faked);
    Duration off = Duration.between(Instant.now(), now(replica.uri())).abs();
    trial.expect(
        off.compareTo(NOTICEABLE) > 0, "the clock of a replica is off by " + off + " only");
  }

  /** What time the replica says it is. */
  private static Instant now(URI replica) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(replica.resolve("/health/live")).build();
      String date =
          http.send(request, BodyHandlers.discarding()).headers().firstValue("Date").orElseThrow();
      return ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    }
  }
}
