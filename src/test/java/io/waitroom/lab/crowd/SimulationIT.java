package io.waitroom.lab.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.lab.crowd.Tally.Deed;
import io.waitroom.testkit.Deployment;
import io.waitroom.testkit.ServiceProcess;
import io.waitroom.testkit.TestKeys;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A small crowd on the packaged service: all promises, seen from outside. */
@Timeout(240)
class SimulationIT {
  @TempDir Path directory;

  @Test
  void crowd_findsAllPromisesKept() throws Exception {
    CrowdOptions options =
        CrowdOptions.of(
            "users=150",
            "arrival=1",
            "rate=200",
            "slots=40",
            "checkout=0.2",
            "lease=3",
            "streaming=0.2",
            "leaving=0.1",
            "walkingAway=0.05",
            "repeating=0.2",
            "output=" + directory);
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    Result result =
        new Simulation(options, stage(), new PrintStream(shown, true, StandardCharsets.UTF_8))
            .run();

    String report = shown.toString(StandardCharsets.UTF_8);
    assertThat(result.findings()).as(report).hasSize(9).allMatch(Finding::kept);
    assertThat(result.places()).hasSize(150);
    assertThat(result.tally().count(Deed.COMPLETED)).isPositive();
    assertThat(result.tally().count(Deed.WALKED_AWAY)).isPositive();
    assertThat(result.tally().answers()).containsKeys("join 201", "join 409", "stream 200");
    assertThat(report).contains("All promises kept.").endsWith("report.html\n");
    assertThat(Files.readString(directory.resolve("report.html")))
        .contains("all promises kept", "<svg", "</html>")
        .doesNotContain("http:", "https:", "NaN");
  }

  private static Stage stage() {
    Deployment deployment = Deployment.shared();
    return new Stage(
        deployment.replicas().stream().map(ServiceProcess::url).map(URI::create).toList(),
        Optional.of(deployment.broker().bootstrapServers()),
        deployment.topics(),
        TestKeys.ADMIN_KEY,
        () -> {});
  }
}
