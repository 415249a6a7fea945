package io.waitroom.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.waitroom.boot.app.HeldApplication;
import io.waitroom.boot.app.HeldResource;
import io.waitroom.testkit.ServiceProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What SIGTERM does to a real process: it stops in order, finishes what it began, and ends with 0.
 */
@Timeout(120)
class ShutdownTest {
  private static final List<String> STAGES =
      List.of(
          "stopping: readiness down, requests in flight end",
          "stopping: HTTP drained, consumers finish",
          "stopping: consumers stopped, producers flush",
          "stopping: producers closed, Redis closes",
          "stopped");
  private static final Pattern READY = Pattern.compile("Lifecycle: ready on");
  private static final Pattern IN_FLIGHT = Pattern.compile("request in flight");
  private static final Pattern DRAINING = Pattern.compile("stopping: readiness down");

  @TempDir Path application;

  @BeforeEach
  void makeApplication() throws IOException {
    ExtraApplication.in(application, HeldApplication.class, HeldResource.class);
  }

  @Test
  void terminate_theMomentItIsReady_stopsInOrder() throws Exception {
    try (ServiceProcess service = start("30s")) {
      service.awaitLine(READY);

      service.signalTerm();

      assertThat(service.exitCode()).isZero();
      assertThat(stages(service)).containsExactlyElementsOf(STAGES);
      assertThat(service.err()).isEmpty();
    }
  }

  @Test
  void terminate_requestInFlight_completesWhileNewConnectionsAreRefused() throws Exception {
    try (ServiceProcess service = start("30s")) {
      int port = service.port();
      try (Socket idle = new Socket("localhost", port);
          Socket held = new Socket("localhost", port)) {
        assertThat(get(idle)).contains("200 OK").endsWith("here");
        begin(held);
        service.awaitLine(IN_FLIGHT);

        service.signalTerm();
        service.awaitLine(DRAINING);
        awaitRefusal(port);
        assertThat(service.out()).noneMatch(line -> line.contains("HTTP drained"));
        held.getOutputStream().write("world".getBytes(StandardCharsets.US_ASCII));

        assertThat(answer(held)).contains("200 OK").endsWith("helloworld");
      }
      assertThat(service.exitCode()).isZero();
      assertThat(stages(service)).containsExactlyElementsOf(STAGES);
      assertThat(service.err()).isEmpty();
    }
  }

  @Test
  void terminate_requestNeverEnds_stopsAfterTheGrace() throws Exception {
    try (ServiceProcess service = start("300ms")) {
      try (Socket held = new Socket("localhost", service.port())) {
        begin(held);
        service.awaitLine(IN_FLIGHT);
        Instant begin = Instant.now();

        service.signalTerm();

        assertThat(service.exitCode()).isZero();
        assertThat(Duration.between(begin, Instant.now()))
            .isBetween(Duration.ofMillis(300), Duration.ofSeconds(10));
        assertThat(stages(service)).last().isEqualTo("stopped");
      }
    }
  }

  @Test
  void terminate_onlyIdleConnections_doesNotWaitForTheGrace() throws Exception {
    try (ServiceProcess service = start("30s")) {
      try (Socket idle = new Socket("localhost", service.port())) {
        assertThat(get(idle)).contains("200 OK");
        Instant begin = Instant.now();

        service.signalTerm();

        assertThat(service.exitCode()).isZero();
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofSeconds(10));
      }
    }
  }

  @Test
  void hangUp_inTheMiddleOfARequest_logsNothing() throws Exception {
    try (ServiceProcess service = start("30s")) {
      int port = service.port();
      try (Socket held = new Socket("localhost", port)) {
        begin(held);
        service.awaitLine(IN_FLIGHT);
      }

      service.signalTerm();

      assertThat(service.exitCode()).isZero();
      assertThat(service.out())
          .anyMatch(line -> line.endsWith("stopped"))
          // Helidon ends the handler of the second application twice, in tests only.
          .filteredOn(line -> !line.contains("Exception while shutting down Jersey's"))
          .noneMatch(line -> line.contains("glassfish") || line.contains("io.helidon"));
      assertThat(service.err()).isEmpty();
    }
  }

  private ServiceProcess start(String grace) {
    return ServiceProcess.start(
        Map.of(
            "WAITROOM_DEV", "true",
            "SERVER_PORT", "0",
            "KAFKA_ENABLED", "false",
            "SHUTDOWN_GRACE", grace),
        application);
  }

  private static List<String> stages(ServiceProcess service) {
    return service.out().stream()
        .filter(line -> line.contains("Lifecycle: stop"))
        .map(line -> line.substring(line.indexOf("stop")))
        .toList();
  }

  /** Half a request: head, and half of the body. */
  private static void begin(Socket socket) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(
        "POST /held HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\nContent-Type: text/plain\r\n\r\nhello"
            .getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private static String get(Socket socket) throws IOException {
    socket
        .getOutputStream()
        .write("GET /held HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    return answer(socket);
  }

  /** Head and body, by its length. */
  private static String answer(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder text = new StringBuilder();
    Pattern complete = Pattern.compile("(?is).*content-length: (\\d+)\r\n.*?\r\n\r\n(.*)");
    while (true) {
      int next = in.read();
      if (next < 0) {
        return text.toString();
      }
      text.append((char) next);
      var matcher = complete.matcher(text);
      if (matcher.matches() && matcher.group(2).length() == Integer.parseInt(matcher.group(1))) {
        return text.toString();
      }
    }
  }

  private static void awaitRefusal(int port) {
    await()
        .untilAsserted(() ->
            assertThatThrownBy(() -> new Socket("localhost", port).close())
                .isInstanceOf(ConnectException.class));
  }
}
