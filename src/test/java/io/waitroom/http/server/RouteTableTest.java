package io.waitroom.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waitroom.http.HttpApplication;
import io.waitroom.http.wire.ProblemException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of routes, over the resources of the service. */
class RouteTableTest {
  private final RouteTable routes =
      new RouteTable(new HttpApplication().getClasses(), _ -> new Object());

  @ParameterizedTest
  @CsvSource({
    "GET, /health, /health",
    "GET, /health/, /health",
    "HEAD, /health, /health",
    "OPTIONS, /health, /health",
    "POST, /api/v1/waitroom/join, /api/v1/waitroom/join",
    "GET, /api/v1/waitroom/status/a.b-c, /api/v1/waitroom/status/{session_id}",
    "GET, /api/v1/waitroom/status/%2e%2e, /api/v1/waitroom/status/{session_id}",
    "GET, /api/v1/waitroom/events/e/challenge, /api/v1/waitroom/events/{event_id}/challenge",
    "PATCH, /api/v1/admin/events/e, /api/v1/admin/events/{event_id}",
    "GET, /waitroom/e, /waitroom/{event_id}",
    "GET, /waitroom/assets/1/page.css, /waitroom/assets/{version}/{file}",
    "GET, /api/v1/waitroom/join, other",
    "BREW, /health, other",
    "OPTIONS, /api/nope, other",
    "GET, /api, other",
    "GET, /api/v1/waitroom/status/, other",
    "GET, /api/v1/waitroom/status/a/b, other",
    "GET, /api/v1/waitroom//join, other",
    "GET, /%61pi/v1/waitroom/join,",
    "GET, /apis,",
    "GET, /,",
    "GET, /health/live,",
    "GET, /waitroom/assets/join,",
  })
  void label_isTheTemplateOrOtherOrNone(String verb, String path, String label) {
    assertThat(routes.match(verb, path).label().orElse(null)).isEqualTo(label);
  }

  @Test
  void unknownPaths_areRefusedUnderTheApiOnly() {
    assertThatThrownBy(() -> routes.match("GET", "/api/v1/nope").requireKnown())
        .isInstanceOf(ProblemException.class);
    routes.match("GET", "/nope").requireKnown();
    routes.match("GET", "/api/v1/waitroom/join").requireKnown();
  }

  @Test
  void parameters_areAsInThePath() {
    String path = "/api/v1/admin/events/e%20f/sessions/s/evict";

    assertThat(routes.match("POST", path).parameters()).isEqualTo(List.of("e%20f", "s"));
  }

  @Test
  void operations_thatReadABody_areKnown() {
    assertThat(routes.routes().stream().filter(Route::takesBody).map(this::line))
        .containsExactlyInAnyOrder(
            "POST /api/v1/waitroom/join",
            "POST /api/v1/waitroom/verify",
            "PUT /api/v1/admin/events/{event_id}",
            "PATCH /api/v1/admin/events/{event_id}",
            "POST /api/v1/admin/events/{event_id}/sessions/{session_id}/outcome");
  }

  @Test
  void operations_thatAlwaysAnswer_areKnown() {
    assertThat(routes.routes().stream().filter(route -> !route.isLimited()).map(this::line))
        .containsExactlyInAnyOrder(
            "GET /health",
            "GET /metrics",
            "GET /api/v1/waitroom/.well-known/jwks.json",
            "GET /waitroom/assets/{version}/{file}");
  }

  private String line(Route route) {
    return route.verb() + " " + route.template();
  }
}
