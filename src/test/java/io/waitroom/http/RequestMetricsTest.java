package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;

/** Requests counted by route template. */
class RequestMetricsTest extends HttpTestBase {
  @Test
  void requests_areCountedByTemplate() {
    long timedBefore = timed();
    String id = join("user");
    api.get("/api/v1/waitroom/status/" + id);
    api.get("/api/v1/waitroom/status/nope");
    api.get("/api/v1/waitroom/nope");
    api.send("BREW", "/health", BodyPublishers.noBody());
    api.get("/health");
    api.get("/api/v1/admin/events");

    assertThat(count("POST", "/api/v1/waitroom/join", 201)).isEqualTo(1);
    assertThat(count("GET", "/api/v1/waitroom/status/{session_id}", 200)).isEqualTo(1);
    assertThat(count("GET", "/api/v1/waitroom/status/{session_id}", 404)).isEqualTo(1);
    assertThat(count("GET", "other", 404)).isEqualTo(1);
    assertThat(count("other", "other", 405)).isEqualTo(1);
    assertThat(count("GET", "/health", 200)).isEqualTo(1);
    assertThat(count("GET", "/api/v1/admin/events", 401)).isEqualTo(1);
    assertThat(timed() - timedBefore).isEqualTo(2);
  }

  private long timed() {
    return world
        .meters
        .find("http_request_duration_seconds")
        .tag("path", "/api/v1/waitroom/status/{session_id}")
        .timers()
        .stream()
        .mapToLong(Timer::count)
        .sum();
  }

  @Test
  void routes_areThereWithTheFirstRequest() {
    api.get("/health");

    assertThat(world.meters.find("http_requests_total").counters())
        .extracting(
            counter -> counter.getId().getTag("method") + " " + counter.getId().getTag("path"))
        .contains(
            "POST /api/v1/waitroom/join",
            "GET /api/v1/admin/events",
            "PUT /api/v1/admin/events/{event_id}",
            "POST /api/v1/admin/events/{event_id}/sessions/{session_id}/evict",
            "GET /health",
            "GET /metrics");
  }

  @Test
  void metrics_areText() {
    world.exposition.meters().counter("something_total").increment();

    var answer = api.get("/metrics");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).contains("something_total 1.0");
    assertThat(answer.header("Content-Type")).startsWith("text/plain").contains("version=0.0.4");
    assertThat(api.send("HEAD", "/metrics", BodyPublishers.noBody()).status()).isEqualTo(200);
  }

  @Test
  void requestsThatNoOperationAnswers_areOther() {
    api.get("/api/v1/waitroom/join");
    api.send("PUT", "/api/v1/waitroom/events/concert-2024", BodyPublishers.noBody());
    api.send("OPTIONS", "/api/v1/waitroom/join", BodyPublishers.noBody());
    api.send("HEAD", "/health", BodyPublishers.noBody());

    assertThat(count("GET", "other", 405)).isEqualTo(1);
    assertThat(count("PUT", "other", 405)).isEqualTo(1);
    assertThat(count("OPTIONS", "/api/v1/waitroom/join", 200)).isEqualTo(1);
    assertThat(count("HEAD", "/health", 200)).isEqualTo(1);
  }

  @Test
  void probes_areNotCounted() {
    api.get("/health/live");
    api.get("/nope");

    assertThat(world.count("http_requests_total")).isZero();
  }

  @Test
  void labels_holdNoIds() {
    String id = join("somebody");
    api.get("/api/v1/waitroom/status/" + id);
    api.get("/api/v1/waitroom/" + id);

    assertThat(world.meters.getMeters())
        .extracting(Meter::getId)
        .flatExtracting(Meter.Id::getTags)
        .extracting(Tag::getValue)
        .isNotEmpty()
        .noneMatch(value -> value.contains("concert") || value.contains("somebody"));
  }

  private double count(String method, String path, int status) {
    return world.count(
        "http_requests_total", "method", method, "path", path, "status", Integer.toString(status));
  }
}
