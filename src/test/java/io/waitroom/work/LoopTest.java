package io.waitroom.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loop survives everything but {@code stop}. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class LoopTest {
  private static final Duration LONG = Duration.ofHours(1);

  @Test
  void loop_whoseStepFails_goesOn() {
    AtomicInteger rounds = new AtomicInteger();
    Loop loop =
        Loop.start(
            "failing",
            () -> {
              if (rounds.incrementAndGet() < 3) {
                throw new AssertionError("an error, not only an exception");
              }
              return Loop.Pause.untilWoken(LONG);
            });
    Awaitility.await().until(() -> rounds.get() == 3);
    assertThat(loop.isAlive()).isTrue();
    loop.stop();
    loop.join(LONG);
    assertThat(loop.isAlive()).isFalse();
  }

  @Test
  void wake_whileTheLoopWaits_runsTheNextStepAtOnce() throws InterruptedException {
    CountDownLatch twice = new CountDownLatch(2);
    Loop loop =
        Loop.start(
            "waiting",
            () -> {
              twice.countDown();
              return Loop.Pause.untilWoken(LONG);
            });
    Awaitility.await().until(() -> twice.getCount() == 1);
    loop.wake();
    assertThat(twice.await(10, TimeUnit.SECONDS)).isTrue();
    loop.stop();
    loop.join(LONG);
  }

  @Test
  void wake_duringAStep_isNotLost() throws InterruptedException {
    CountDownLatch inStep = new CountDownLatch(1);
    CountDownLatch woken = new CountDownLatch(1);
    CountDownLatch twice = new CountDownLatch(2);
    Loop loop =
        Loop.start(
            "busy",
            () -> {
              inStep.countDown();
              try {
                woken.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              twice.countDown();
              return Loop.Pause.untilWoken(LONG);
            });
    inStep.await();
    loop.wake();
    woken.countDown();
    assertThat(twice.await(10, TimeUnit.SECONDS)).isTrue();
    loop.stop();
    loop.join(LONG);
  }

  @Test
  void stop_whileTheLoopWaits_endsItWithoutWaitingForTheTick() {
    Loop loop = Loop.start("idle", () -> Loop.Pause.untilWoken(LONG));
    loop.stop();
    loop.join(Duration.ofSeconds(10));
    assertThat(loop.isAlive()).isFalse();
  }

  @Test
  void wake_duringAFirmPause_doesNotShortenIt() {
    AtomicInteger rounds = new AtomicInteger();
    Loop loop =
        Loop.start(
            "firm",
            () -> {
              rounds.incrementAndGet();
              return Loop.Pause.firm(LONG);
            });
    Awaitility.await().until(() -> rounds.get() == 1);
    Awaitility.await()
        .during(Duration.ofMillis(200))
        .until(() -> {
          loop.wake();
          return rounds.get() == 1;
        });
    loop.stop();
    loop.join(Duration.ofSeconds(10));
    assertThat(loop.isAlive()).isFalse();
  }
}
