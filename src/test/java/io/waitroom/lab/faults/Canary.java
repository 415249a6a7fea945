package io.waitroom.lab.faults;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import redis.clients.jedis.UnifiedJedis;

/**
 * Who tells that the service is whole again: at each replica one buyer joins, is admitted, buys
 * over Kafka and sees it, and the company has been told.
 */
final class Canary {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final int SLOTS = 100;

  private final FaultDeployment deployment;
  private final String event;
  private final long sinceNanos;

  private Canary(FaultDeployment deployment, String event, long sinceNanos) {
    this.deployment = deployment;
    this.event = event;
    this.sinceNanos = sinceNanos;
  }

  /** Makes the event where canaries sing, while all is well. */
  static String prepare(FaultDeployment deployment, String fault) {
    String event = "canary-" + fault;
    deployment.open(event, SLOTS, SLOTS, Duration.ofSeconds(60));
    return event;
  }

  /**
   * How long after that moment the last replica served a buyer from the first to the last step.
   *
   * @throws IllegalStateException when one does not within a minute and a half
   */
  static Recovery recovery(FaultDeployment deployment, String event, long sinceNanos)
      throws Exception {
    Canary canary = new Canary(deployment, event, sinceNanos);
    List<Future<Recovery.Course>> lives = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Replica replica : deployment.replicas()) {
        lives.add(executor.submit(() -> canary.live(replica.uri())));
      }
      List<Recovery.Course> courses = new ArrayList<>();
      for (Future<Recovery.Course> life : lives) {
        courses.add(life.get());
      }
      return Recovery.of(courses);
    } catch (ExecutionException e) {
      throw new IllegalStateException("the service does not recover: " + e.getCause(), e);
    }
  }

  private Recovery.Course live(URI replica) {
    Recovery.Course course = new Recovery.Course(replica.getPort(), sinceNanos);
    Journal journal = new Journal();
    String user = "canary-at-" + replica.getPort();
    try (Caller caller = new Caller(journal);
        UnifiedJedis redis = deployment.topology().connect()) {
      Exchange joined =
          await("join", () -> caller.join(replica, event, user, "the-secret-of-a-" + user), "");
      course.done("joined");
      String id = joined.text("session_id");
      await("be admitted", () -> caller.status(replica, user, id), "admitted");
      course.done("admitted");
      deployment.shop().report(journal, event, id, user, "COMPLETED");
      await("complete", () -> caller.status(replica, user, id), "completed");
      course.done("bought");
      if (!Pause.until(PATIENCE, () -> redis.xlen(RoomState.prefix(event) + "outbox") == 0)) {
        throw new IllegalStateException("the company was not told of " + event);
      }
      course.done("company told");
      return course;
    }
  }

  /** Calls until the answer tells of success, and of this status unless it is empty. */
  private static Exchange await(String what, Supplier<Exchange> call, String status) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Exchange last = call.get();
    while (!last.isSuccess() || !(status.isEmpty() || last.text("status").equals(status))) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("did not %s within %s: %s".formatted(what, PATIENCE, last));
      }
      Pause.of(INTERVAL);
      last = call.get();
    }
    return last;
  }
}
