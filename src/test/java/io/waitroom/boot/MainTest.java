package io.waitroom.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.boot.app.FailingBean;
import io.waitroom.boot.app.LonelyBean;
import io.waitroom.testkit.ServiceProcess;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a process of the service says and how it ends, seen from outside. */
@Timeout(120)
class MainTest {
  @TempDir Path application;

  @Test
  void main_wrongEnvironment_saysOnlyWhatIsWrongAndEndsWithOne() throws Exception {
    try (ServiceProcess service =
        ServiceProcess.start(
            Map.of("QUEUE_PROCESS_INTERVAL", "2s", "LOG_FORMAT", "xml", "WAITROOM_DEV", "true"))) {
      assertThat(service.exitCode()).isEqualTo(1);
      assertThat(service.out()).isEmpty();
      assertThat(service.err())
          .containsExactly(
              "waitroom: LOG_FORMAT is \"xml\": must be text or json",
              "waitroom: QUEUE_PROCESS_INTERVAL is \"2s\": must be 5ms to 1s");
    }
  }

  @Test
  void main_busyPort_isOneLineAndEndsWithOne() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("0.0.0.0"));
        ServiceProcess service =
            start(Map.of("SERVER_PORT", String.valueOf(taken.getLocalPort())))) {
      assertThat(service.exitCode()).isEqualTo(1);
      assertThat(service.out()).isEmpty();
      assertThat(service.err())
          .containsExactly(
              "waitroom: SERVER_PORT is \"%d\": this port cannot be opened: Address already in use"
                  .formatted(taken.getLocalPort()));
    }
  }

  @Test
  void main_json_everyLineFromStartToStopIsAnObject() throws Exception {
    try (ServiceProcess service = start(Map.of("LOG_FORMAT", "json"))) {
      assertThat(service.port()).isPositive();
      service.signalTerm();

      assertThat(service.exitCode()).isZero();
      assertThat(service.err()).isEmpty();
      List<String> messages =
          service.out().stream()
              .map(line -> Json.createReader(new StringReader(line)).readObject())
              .map((JsonObject object) -> object.getString("message"))
              .toList();
      assertThat(messages.getFirst()).startsWith("waitroom 1.0.0 starts: Redis STANDALONE at ");
      assertThat(messages.getLast()).isEqualTo("stopped");
    }
  }

  @Test
  void main_text_saysAHandfulOfLines() throws Exception {
    try (ServiceProcess service = start(Map.of())) {
      assertThat(service.port()).isPositive();
      service.signalTerm();

      assertThat(service.exitCode()).isZero();
      assertThat(service.out())
          .hasSizeLessThan(20)
          .filteredOn(line -> !line.contains(" io.waitroom."))
          .allMatch(line -> line.contains(" WARN ") || line.contains(" ERROR "));
      assertThat(service.out())
          .filteredOn(line -> line.contains("development start"))
          .singleElement()
          .asString()
          .contains(" WARN ");
    }
  }

  @Test
  void main_partThatCannotStart_isOneLineAndEndsWithOne() throws Exception {
    ExtraApplication.in(application, FailingBean.class);
    try (ServiceProcess service = start(Map.of(), application)) {
      assertThat(service.exitCode()).isEqualTo(1);
      assertThat(service.err())
          .containsExactly(
              "waitroom: cannot start: java.lang.IllegalStateException: join.lua is\\nmissing");
      assertThat(service.out()).allMatch(line -> line.contains(" io.waitroom."));
    }
  }

  @Test
  void main_partWithoutItsNeeds_isOneLineAndEndsWithOne() throws Exception {
    ExtraApplication.in(application, LonelyBean.class);
    try (ServiceProcess service = start(Map.of(), application)) {
      assertThat(service.exitCode()).isEqualTo(1);
      assertThat(service.err())
          .singleElement()
          .asString()
          .startsWith("waitroom: cannot start: ")
          .contains("Phaser");
      assertThat(service.out()).allMatch(line -> line.contains(" io.waitroom."));
    }
  }

  @Test
  void main_terminatedWhileItStarts_endsWithZero() throws Exception {
    try (ServiceProcess service = start(Map.of())) {
      service.awaitLine(Pattern.compile("waitroom 1.0.0 starts"));
      service.signalTerm();

      assertThat(service.exitCode()).isZero();
      assertThat(service.err()).isEmpty();
    }
  }

  private static ServiceProcess start(Map<String, String> more, Path... classPath) {
    Map<String, String> environment =
        new HashMap<>(Map.of("WAITROOM_DEV", "true", "SERVER_PORT", "0", "KAFKA_ENABLED", "false"));
    environment.putAll(more);
    return ServiceProcess.start(environment, classPath);
  }
}
