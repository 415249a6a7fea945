package io.waitroom.http.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.waitroom.ops.Metrics;
import io.waitroom.testkit.Eventually;
import io.waitroom.testkit.SteppedTicker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that keep threads waiting, and which of them go when. */
class SlowClientGuardTest {
  private static final int MAX_CONNECTIONS = 16;
  private static final long MAX_HELD = 8_000;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final SteppedTicker ticker = new SteppedTicker();
  private final SlowClientGuard guard =
      new SlowClientGuard(ticker, new Metrics(meters), MAX_CONNECTIONS, MAX_HELD);
  private final List<Client> clients = new ArrayList<>();

  /** A client, and the thread that waits for it. */
  private final class Client {
    final Deadline deadline = guard.watch();
    final Thread thread;

    Client(Consumer<Deadline> begin) {
      CountDownLatch waits = new CountDownLatch(1);
      thread = Thread.ofVirtual().start(() -> waitFor(begin, waits));
      clients.add(this);
      try {
        waits.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    private void waitFor(Consumer<Deadline> begin, CountDownLatch waits) {
      begin.accept(deadline);
      waits.countDown();
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException e) {
        boolean _ = deadline.end();
      }
    }

    boolean isCut() {
      return deadline.isCut();
    }
  }

  /** One that sends slowly, and for which so many bytes are held. */
  private Client sender(long held) {
    return new Client(deadline -> {
      deadline.hold(held);
      deadline.beginRead(ticker.nanos());
    });
  }

  private Client reader(long held) {
    return new Client(deadline -> {
      deadline.hold(held);
      deadline.beginWrite();
    });
  }

  private Client idle(boolean isFirst) {
    return new Client(deadline -> deadline.beginIdle(isFirst));
  }

  @AfterEach
  void endThreads() {
    guard.stop();
    clients.forEach(client -> client.thread.interrupt());
  }

  private double cutOff(String reason) {
    return meters.get("http_clients_cut_off_total").tag("reason", reason).counter().count();
  }

  @Test
  void requestOrAnswer_thatTakesTooLong_isCutOff_andIdleClientsAreNot() {
    guard.start();
    Client sender = sender(1);
    Client reader = reader(1);
    Client idle = idle(false);
    Eventually.until(() -> ticker.parked() == 1);
    ticker.step(SlowClientGuard.PATIENCE.minusMillis(1));
    Eventually.until(() -> ticker.parked() == 1);
    assertThat(sender.isCut() || reader.isCut()).isFalse();
    ticker.step(Duration.ofSeconds(1));
    Eventually.until(() -> sender.isCut() && reader.isCut());
    assertThat(idle.isCut()).isFalse();
    assertThat(cutOff("slow")).isEqualTo(2);
  }

  @Test
  void f84_bytesBeyondTheLimit_areThoseOfTheGreatestAndOldest() {
    Client small = sender(1_000);
    Client old = sender(2_500);
    ticker.step(Duration.ofMillis(1));
    Client young = sender(2_500);
    assertThat(clients).noneMatch(Client::isCut);
    Client last = sender(2_400);
    assertThat(old.isCut()).isTrue();
    assertThat(small.isCut() || young.isCut() || last.isCut()).isFalse();
    assertThat(cutOff("memory")).isEqualTo(1);
    old.deadline.close();
    assertThat(guard.heldBytes()).isEqualTo(5_900);
  }

  @Test
  void f84_clientThatHasBeenCutOff_countsAsGone() {
    Client first = sender(7_000);
    Client second = sender(1_500);
    assertThat(first.isCut()).isTrue();
    Client third = sender(1_000);
    assertThat(second.isCut() || third.isCut()).isFalse();
  }

  @Test
  void f83_shortWrite_isCutOffOnlyIfItWaitsForItsClient() {
    Client reader = reader(7_000);
    Client sender = sender(1_500);
    assertThat(reader.isCut()).isFalse();
    assertThat(sender.isCut()).as("nobody else").isTrue();
    ticker.step(Duration.ofMillis(100));
    Client another = sender(1_500);
    assertThat(reader.isCut()).isTrue();
    assertThat(another.isCut()).isFalse();
  }

  @Test
  void f83_largeWrite_isCutOffAtOnce() {
    assertThat(reader(100_000).isCut()).isTrue();
  }

  @Test
  void f74_nearlyAllConnectionsTaken_theLongestIdleMakeRoom_betweenRequestsLast() {
    Client betweenRequests = idle(false);
    Client silent = idle(true);
    ticker.step(Duration.ofSeconds(1));
    Client working = new Client(deadline -> {});
    List<Client> fresh = new ArrayList<>();
    for (int i = 3; i < MAX_CONNECTIONS - 1; i++) {
      fresh.add(idle(true));
    }
    assertThat(clients).noneMatch(Client::isCut);
    Client sixteenth = idle(true);
    assertThat(silent.isCut() && betweenRequests.isCut()).as("two of 16 are to be free").isTrue();
    assertThat(working.isCut() || sixteenth.isCut()).isFalse();
    assertThat(fresh).as("may be about to ask").noneMatch(Client::isCut);
    assertThat(cutOff("connections")).isEqualTo(2);
    assertThat(meters.get("http_connections_open").gauge().value()).isEqualTo(MAX_CONNECTIONS);
    assertThat(meters.get("http_connections_limit").gauge().value()).isEqualTo(MAX_CONNECTIONS);
  }

  @Test
  void f74_clientsBetweenRequests_areSparedWhereOthersDo() {
    Client betweenRequests = idle(false);
    Client slow = sender(10);
    Client silent = idle(true);
    ticker.step(Duration.ofSeconds(1));
    for (int i = 3; i < MAX_CONNECTIONS; i++) {
      var _ = idle(true);
    }
    assertThat(slow.isCut() && silent.isCut()).isTrue();
    assertThat(betweenRequests.isCut()).isFalse();
  }
}
