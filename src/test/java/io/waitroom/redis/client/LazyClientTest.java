package io.waitroom.redis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.RedisClient;
import redis.clients.jedis.UnifiedJedis;
import redis.clients.jedis.exceptions.JedisException;

/** Who makes the client, who waits for it, and who is told that it cannot be made. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
public class LazyClientTest {
  private static final Duration PATIENCE = Duration.ofMillis(50);

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicInteger attempts = new AtomicInteger();

  /** Connects to nothing before its first command. */
  private final RedisClient client = RedisClient.builder().hostAndPort("127.0.0.1", 1).build();

  private final LazyClient slow = new LazyClient(this::whenReleased, PATIENCE);

  @AfterEach
  public void close() {
    release.countDown();
    slow.close();
    client.close();
  }

  private UnifiedJedis whenReleased() {
    attempts.incrementAndGet();
    begun.countDown();
    try {
      release.await();
      return client;
    } catch (InterruptedException e) {
      throw new JedisException(e);
    }
  }

  private FutureTask<UnifiedJedis> beginToMake() throws InterruptedException {
    FutureTask<UnifiedJedis> maker = new FutureTask<>(slow::get);
    Thread.ofVirtual().start(maker);
    begun.await();
    return maker;
  }

  @Test
  public void get_whileAnotherCallerMakesIt_waitsNoLongerThanForAConnection() throws Exception {
    FutureTask<UnifiedJedis> maker = beginToMake();

    assertThatExceptionOfType(JedisException.class)
        .isThrownBy(slow::get)
        .withMessageContaining(PATIENCE.toString());
    assertThat(maker.isDone()).isFalse();

    release.countDown();
    assertThat(maker.get()).isSameAs(client);
    assertThat(slow.get()).isSameAs(client);
    assertThat(attempts).hasValue(1);
  }

  @Test
  public void get_soonAfterItCouldNotBeMade_isToldTheSameWithoutAnotherAttempt() {
    JedisException why = new JedisException("no sentinel answers");
    LazyClient failing =
        new LazyClient(
            () -> {
              attempts.incrementAndGet();
              throw why;
            },
            PATIENCE);
    long startedNanos = System.nanoTime();
    for (int i = 0; i < 1_000; i++) {
      assertThatThrownBy(failing::get).isSameAs(why);
    }
    Duration elapsed = Duration.ofNanos(System.nanoTime() - startedNanos);
    assertThat(attempts.get()).isLessThanOrEqualTo(1 + (int) elapsed.dividedBy(LazyClient.PAUSE));
  }

  @Test
  public void close_whileItIsMade_doesNotWaitAndClosesWhatComes() throws Exception {
    FutureTask<UnifiedJedis> maker = beginToMake();

    slow.close();
    assertThat(maker.isDone()).isFalse();

    release.countDown();
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(maker::get)
        .withCauseInstanceOf(JedisException.class);
    assertThat(client.getPool().isClosed()).isTrue();
    assertThatExceptionOfType(JedisException.class).isThrownBy(slow::get);
  }
}
