package io.waitroom.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

/** The MicroProfile checks over the life of a process. */
class HealthChecksTest {
  private final Health health = new Health();
  private final HealthChecks checks = new HealthChecks(health);

  @Test
  void starting_isLiveButNeitherStartedNorReady() {
    assertThat(isUp(checks.loops())).isTrue();
    assertThat(isUp(checks.started())).isFalse();
    assertThat(isUp(checks.redis())).isFalse();
  }

  @Test
  void started_loopsThatNeverReported_areDead() {
    health.started();

    assertThat(isUp(checks.started())).isTrue();
    assertThat(isUp(checks.loops())).isFalse();
  }

  @Test
  void starting_isNotReady() {
    health.healthy(Component.REDIS);

    assertThat(isUp(checks.accepting())).isFalse();

    health.started();

    assertThat(isUp(checks.accepting())).isTrue();
  }

  @Test
  void draining_isNotReadyButLive() {
    health.started();
    health.healthy(Component.LOOPS);
    health.healthy(Component.REDIS);
    assertThat(isUp(checks.accepting())).isTrue();

    health.draining();

    assertThat(isUp(checks.accepting())).isFalse();
    assertThat(isUp(checks.redis())).isTrue();
    assertThat(isUp(checks.loops())).isTrue();
  }

  @Test
  void deadChannel_isNotLiveWhateverTheLoopsSay() {
    health.started();
    health.healthy(Component.LOOPS);

    health.died("the channel to QUEUE_JOINED is dead");
    health.healthy(Component.LOOPS);

    assertThat(isUp(checks.loops())).isFalse();
    assertThat(health.of(Component.LOOPS).detail()).contains("QUEUE_JOINED");
    assertThat(health.all().get(Component.LOOPS)).isEqualTo(health.of(Component.LOOPS));
  }

  @Test
  void f51_advice_isToldWithTheHealthOfWhatWorks() {
    health.healthy(Component.REDIS);
    health.advise(Component.REDIS, Optional.of("set noeviction"));

    assertThat(isUp(checks.redis())).isTrue();
    assertThat(checks.redis().call().getData().orElseThrow())
        .containsEntry("detail", "set noeviction");

    health.advise(Component.REDIS, Optional.empty());
    assertThat(health.of(Component.REDIS).detail()).isEmpty();
  }

  private static boolean isUp(HealthCheck check) {
    return check.call().getStatus() == Status.UP;
  }
}
