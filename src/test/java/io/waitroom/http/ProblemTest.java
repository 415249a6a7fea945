package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.http.wire.Problem;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of problem types. */
class ProblemTest {
  @ParameterizedTest
  @EnumSource(Problem.class)
  void row_isConsistent(Problem problem) {
    assertThat(problem.code()).matches("[a-z]+(-[a-z]+)*");
    assertThat(problem.status()).isBetween(400, 503);
    assertThat(problem.title()).isNotBlank().doesNotEndWith(".");
    assertThat(problem.challenge().isPresent()).isEqualTo(problem.status() == 401);
    assertThat(problem.status() == 503 && problem.retryAfterSeconds() == 0).isFalse();
  }

  /** Codes are a contract: this list only ever grows. */
  @Test
  void codes_areTheContract() {
    assertThat(Arrays.stream(Problem.values()).map(p -> p.status() + " " + p.code()))
        .containsExactly(
            "400 bad-request",
            "400 unreadable-body",
            "400 invalid-json",
            "400 invalid-field",
            "400 unknown-field",
            "400 invalid-idempotency-key",
            "401 unauthorized",
            "401 identity-required",
            "401 identity-invalid",
            "401 token-missing",
            "401 token-invalid",
            "401 token-expired",
            "403 admin-disabled",
            "403 token-revoked",
            "403 token-foreign",
            "403 token-claimed",
            "403 room-closed",
            "403 proof-required",
            "403 proof-invalid",
            "404 not-found",
            "404 event-not-found",
            "404 session-not-found",
            "405 method-not-allowed",
            "406 not-acceptable",
            "409 already-joined",
            "409 state-conflict",
            "409 event-being-removed",
            "409 foreign-user",
            "410 session-gone",
            "412 changed-meanwhile",
            "413 body-too-large",
            "415 unsupported-media-type",
            "429 too-many-joins",
            "431 headers-too-large",
            "500 internal-error",
            "503 queue-full",
            "503 too-many-streams",
            "503 temporarily-unavailable");
  }
}
