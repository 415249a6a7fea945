package io.waitroom.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.http.BadRequestException;
import io.helidon.http.HttpException;
import io.helidon.http.Status;
import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.room.RoomUnavailableException;
import io.waitroom.testkit.CapturedLog;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.RedirectionException;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that can be thrown, as an answer. */
class ProblemsTest {
  static Arguments[] thrown() {
    return new Arguments[] {
      Arguments.of(new ProblemException(Problem.ROOM_CLOSED, "closed"), 403, "room-closed"),
      Arguments.of(
          new RoomUnavailableException("away", new IOException()), 503, "temporarily-unavailable"),
      Arguments.of(new NotAllowedException("GET"), 405, "method-not-allowed"),
      Arguments.of(new NotAcceptableException(), 406, "not-acceptable"),
      Arguments.of(new NotSupportedException(), 415, "unsupported-media-type"),
      Arguments.of(new io.helidon.http.NotFoundException("Endpoint not found"), 404, "not-found"),
      Arguments.of(new BadRequestException("a detail"), 400, "bad-request"),
      Arguments.of(new HttpException("a detail", Status.BAD_GATEWAY_502), 500, "internal-error"),
    };
  }

  @ParameterizedTest
  @MethodSource("thrown")
  void whatIsExpected_isAProblem(Throwable thrown, int status, String code) {
    Response answer = Problems.response(thrown);

    assertThat(answer.getStatus()).isEqualTo(status);
    assertThat(answer.getMediaType()).hasToString("application/problem+json");
    assertThat(text(answer)).contains("\"code\":\"" + code + "\"").doesNotContain("a detail");
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void whatIsNot_isADull500_andLogged(Throwable bug) {
    try (CapturedLog log = new CapturedLog("io.waitroom.http")) {
      Response answer = Problems.response(bug);

      assertThat(answer.getStatus()).isEqualTo(500);
      assertThat(text(answer)).contains("internal-error").doesNotContain("secret");
      assertThat(log.lines()).singleElement().asString().contains("this is a bug");
    }
  }

  static Throwable[] bugs() {
    return new Throwable[] {
      new IllegalStateException("secret"), new StackOverflowError("secret"), new Exception("secret")
    };
  }

  @Test
  void allowAndRetryAfter_areKept() {
    assertThat(
            Problems.response(new NotAllowedException("GET", new String[] {"HEAD"}))
                .getHeaderString("Allow"))
        .contains("GET", "HEAD");
    assertThat(
            Problems.response(
                    ProblemException.retryAfter(
                        Problem.TOO_MANY_JOINS, "slowly", Duration.ofSeconds(7)))
                .getHeaderString("Retry-After"))
        .isEqualTo("7");
  }

  /** Helidon's own routes come after JAX-RS, and only if that has written nothing. */
  @Test
  void whatJaxRsDoesNotFind_staysEmpty() {
    Response answer = Problems.response(new NotFoundException());

    assertThat(answer.getStatus()).isEqualTo(404);
    assertThat(answer.hasEntity()).isFalse();
  }

  @Test
  void whatIsNoError_staysAsItIs() {
    URI elsewhere = URI.create("/elsewhere");

    assertThat(Problems.response(new RedirectionException(303, elsewhere)).getStatus())
        .isEqualTo(303);
  }

  private static String text(Response answer) {
    return answer.getEntity() instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : "";
  }
}
