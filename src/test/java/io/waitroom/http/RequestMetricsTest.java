package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;

/** Requests counted by route template. */
class RequestMetricsTest extends HttpTestBase {
  @Test
  void requests_areCountedByTemplate() {
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
    assertThat(
            world
                .meters
                .get("http_request_duration_seconds")
                .tag("path", "/api/v1/waitroom/status/{session_id}")
                .timer()
                .count())
        .isEqualTo(2);
  }

  @Test
  void probes_areNotCounted() {
    api.get("/health/live");
    api.get("/nope");

    assertThat(world.meters.find("http_requests_total").counters()).isEmpty();
  }

  @Test
  void labels_holdNoIds() {
    String id = join("user");
    api.get("/api/v1/waitroom/status/" + id);
    api.get("/api/v1/waitroom/" + id);

    assertThat(world.meters.getMeters())
        .extracting(Meter::getId)
        .flatExtracting(Meter.Id::getTags)
        .extracting(Tag::getValue)
        .isNotEmpty()
        .noneMatch(value -> value.contains("concert") || value.contains("user"));
  }

  private double count(String method, String path, int status) {
    return world
        .meters
        .get("http_requests_total")
        .tags("method", method, "path", path, "status", Integer.toString(status))
        .counter()
        .count();
  }
}
