package io.waitroom.http;

import io.waitroom.http.server.YieldUnderLoad;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** Virtual threads that never pause, and one that comes from outside. */
class YieldUnderLoadTest {
  private static final int RESTLESS = 200;
  private static final int NEWCOMERS = 20;

  private final YieldUnderLoad turns = new YieldUnderLoad();
  private volatile boolean over;

  @Test
  void newcomers_amongThreadsThatNeverPause_haveTheirTurn() throws Exception {
    turns.start();
    try (ExecutorService restless = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < RESTLESS; i++) {
        restless.execute(this::neverPause);
      }
      CountDownLatch had = new CountDownLatch(NEWCOMERS);
      for (int i = 0; i < NEWCOMERS; i++) {
        Thread.ofVirtual().start(had::countDown);
      }
      try {
        Assertions.assertThat(had.await(30, TimeUnit.SECONDS)).isTrue();
      } finally {
        over = true;
      }
    } finally {
      turns.stop();
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // it is about yielding
  private void neverPause() {
    while (!over) {
      turns.giveWay();
      Thread.yield();
    }
  }
}
