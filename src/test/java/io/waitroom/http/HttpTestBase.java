package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.microprofile.config.ConfigCdiExtension;
import io.helidon.microprofile.health.HealthCdiExtension;
import io.helidon.microprofile.openapi.OpenApiCdiExtension;
import io.helidon.microprofile.testing.AddBean;
import io.helidon.microprofile.testing.AddConfig;
import io.helidon.microprofile.testing.AddExtension;
import io.helidon.microprofile.testing.AddJaxRs;
import io.helidon.microprofile.testing.DisableDiscovery;
import io.helidon.microprofile.testing.junit5.HelidonTest;
import io.waitroom.boot.UseCases;
import io.waitroom.http.admin.AdminFilter;
import io.waitroom.http.admin.AdminResource;
import io.waitroom.http.admin.AdminSessionResource;
import io.waitroom.http.admin.Operators;
import io.waitroom.http.buyer.KeysResource;
import io.waitroom.http.buyer.SessionViews;
import io.waitroom.http.buyer.StatusResource;
import io.waitroom.http.buyer.WaitroomResource;
import io.waitroom.http.connection.SlowClientGuard;
import io.waitroom.http.page.AssetsResource;
import io.waitroom.http.page.PageResource;
import io.waitroom.http.page.VisitorSessions;
import io.waitroom.http.server.EdgeFilters;
import io.waitroom.http.server.GuardFilter;
import io.waitroom.http.server.LargeAnswers;
import io.waitroom.http.server.RouteTable;
import io.waitroom.http.server.YieldUnderLoad;
import io.waitroom.http.stream.StreamNotifier;
import io.waitroom.http.stream.StreamRegistry;
import io.waitroom.http.stream.StreamResource;
import io.waitroom.http.verify.VerifyResource;
import io.waitroom.ops.HealthChecks;
import io.waitroom.room.AdmitResult;
import io.waitroom.room.ConfigureResult;
import io.waitroom.room.EventId;
import io.waitroom.room.RoomSettings;
import io.waitroom.testkit.Api;
import io.waitroom.testkit.Api.Answer;
import jakarta.inject.Inject;
import jakarta.ws.rs.client.WebTarget;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;

/** A real server with the HTTP edge on it, the rooms behind it in memory, and an event to join. */
@HelidonTest
@DisableDiscovery
@AddJaxRs
@AddExtension(ConfigCdiExtension.class)
@AddExtension(HealthCdiExtension.class)
@AddExtension(OpenApiCdiExtension.class)
@AddConfig(key = "mp.health.disable-default-procedures", value = "true")
@AddConfig(key = "server.max-payload-size", value = "65536")
@AddConfig(key = "server.connection-options.socket-send-buffer-size", value = "32768")
@AddConfig(key = "server.write-buffer-size", value = "0")
@AddConfig(key = "server.protocols-discover-services", value = "false")
@AddConfig(key = "server.protocols.guarded-http.name", value = "guarded-http")
@AddBean(World.class)
@AddBean(UseCases.class)
@AddBean(HttpApplication.class)
@AddBean(WaitroomResource.class)
@AddBean(StatusResource.class)
@AddBean(StreamRegistry.class)
@AddBean(StreamNotifier.class)
@AddBean(StreamResource.class)
@AddBean(KeysResource.class)
@AddBean(VerifyResource.class)
@AddBean(AdminResource.class)
@AddBean(AdminSessionResource.class)
@AddBean(HealthResource.class)
@AddBean(MetricsResource.class)
@AddBean(SessionViews.class)
@AddBean(Operators.class)
@AddBean(PageResource.class)
@AddBean(AssetsResource.class)
@AddBean(VisitorSessions.class)
@AddBean(AdminFilter.class)
@AddBean(GuardFilter.class)
@AddBean(LargeAnswers.class)
@AddBean(ManagementListener.class)
@AddBean(EdgeFilters.class)
@AddBean(RouteTable.class)
@AddBean(YieldUnderLoad.class)
@AddBean(SlowClientGuard.class)
@AddBean(HealthChecks.class)
abstract class HttpTestBase {
  static final EventId EVENT = new EventId("concert-2024");

  @Inject WebTarget target;
  @Inject World world;

  Api api = new Api(URI.create("http://localhost"));
  private long callsBefore;

  @BeforeEach
  void openRoom() {
    world.reset();
    api = new Api(target.getUri());
    room(settings -> settings);
    callsBefore = world.state.calls();
  }

  /** The answer is this problem, and nobody behind the HTTP edge heard of the request. */
  void assertRefusedUnheard(Answer answer, int status, String code) {
    assertProblem(answer, status, code);
    assertUnheard();
  }

  /** Nobody behind the HTTP edge heard of anything since the room was opened. */
  void assertUnheard() {
    assertThat(world.state.calls()).as("calls of the waiting room").isEqualTo(callsBefore);
    assertThat(world.wakeups).isEmpty();
  }

  /** The answer is this problem, complete and consistent. */
  static void assertProblem(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.text("code")).isEqualTo(code);
    assertThat(answer.text("type")).isEqualTo("urn:waitroom:problem:" + code);
    assertThat(answer.json().getInt("status")).isEqualTo(status);
    assertThat(answer.text("title")).isNotBlank();
    assertThat(answer.text("detail")).isNotBlank().doesNotContain("Exception");
  }

  /** The event, with other settings than the defaults. */
  void room(UnaryOperator<RoomSettings> settings) {
    ConfigureResult _ =
        world.waitingRoom.put(EVENT, settings.apply(World.DEFAULTS), Optional.empty());
  }

  /** One admission step. */
  void admit() {
    AdmitResult _ = world.waitingRoom.admit(EVENT, 100);
  }

  /** Time passes. */
  void later(Duration duration) {
    world.clock.advance(duration);
  }

  /** A buyer joins and gets a place. */
  String join(String user) {
    return api.post("/api/v1/waitroom/join", body(EVENT.value(), user)).text("session_id");
  }

  static String body(String event, String user) {
    return "{\"event_id\":\"%s\",\"user_id\":\"%s\"}".formatted(event, user);
  }
}
