package io.waitroom.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A loop survives everything but {@code stop}. Time moves only when a test steps it. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class LoopTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final CountedTicker ticker = new CountedTicker();

  /** When each round began, ms. */
  private final List<Long> rounds = new CopyOnWriteArrayList<>();

  private Loop start(Loop.Step step) {
    return Loop.start(
        "test",
        () -> {
          rounds.add(TimeUnit.NANOSECONDS.toMillis(ticker.nanos()));
          return step.run();
        },
        ticker);
  }

  private void awaitRound(int number) {
    Awaitility.await().until(() -> rounds.size() == number && ticker.parked() == 1);
  }

  private static void end(Loop loop) {
    loop.stop();
    loop.join(Duration.ofSeconds(10));
    assertThat(loop.isAlive()).isFalse();
  }

  @Test
  void loop_whoseStepFails_triesAgainAfterPausesThatDouble() {
    Loop loop =
        start(() -> {
          if (rounds.size() < 4) {
            throw new AssertionError("an error, not only an exception");
          }
          return Loop.Pause.untilWoken(LONG);
        });
    awaitRound(1);
    ticker.step(Duration.ofMillis(50));
    awaitRound(2);
    ticker.step(Duration.ofMillis(100));
    awaitRound(3);
    ticker.step(Duration.ofMillis(200));
    awaitRound(4);
    assertThat(rounds).containsExactly(0L, 50L, 150L, 350L);
    end(loop);
  }

  @Test
  void loop_whosePauseIsOver_runsTheNextStep() {
    Loop loop = start(() -> Loop.Pause.untilWoken(LONG));
    awaitRound(1);
    ticker.step(LONG);
    awaitRound(2);
    end(loop);
  }

  @Test
  void wake_whileTheLoopWaits_runsTheNextStepAtOnce() {
    Loop loop = start(() -> Loop.Pause.untilWoken(LONG));
    awaitRound(1);
    loop.wake();
    awaitRound(2);
    assertThat(rounds).containsExactly(0L, 0L);
    end(loop);
  }

  @Test
  void wake_duringAStep_isNotLost() throws InterruptedException {
    CountDownLatch inStep = new CountDownLatch(1);
    CountDownLatch woken = new CountDownLatch(1);
    Loop loop =
        start(() -> {
          inStep.countDown();
          try {
            woken.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return Loop.Pause.untilWoken(LONG);
        });
    inStep.await();
    loop.wake();
    woken.countDown();
    awaitRound(2);
    end(loop);
  }

  @Test
  void stop_whileTheLoopWaits_endsItWithoutWaitingForTheTick() {
    Loop loop = start(() -> Loop.Pause.untilWoken(LONG));
    awaitRound(1);
    end(loop);
  }

  @Test
  void wake_duringAFirmPause_doesNotShortenIt() {
    Loop loop = start(() -> Loop.Pause.firm(LONG));
    awaitRound(1);
    loop.wake();
    // It has looked around, and waits again or has gone on.
    Awaitility.await().until(() -> ticker.parks() == 2);
    assertThat(rounds).hasSize(1);
    ticker.step(LONG);
    awaitRound(2);
    end(loop);
  }

  @Test
  void stop_duringAFirmPause_endsIt() {
    Loop loop = start(() -> Loop.Pause.firm(LONG));
    awaitRound(1);
    end(loop);
  }
}
