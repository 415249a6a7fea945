package io.waitroom.lab.bench;

import io.waitroom.redis.RoomFiller;
import io.waitroom.testkit.Client;
import io.waitroom.testkit.Deployment;
import io.waitroom.testkit.ServiceProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The service as production runs it, with a Redis of its own, and topics of its own on the broker
 * of this run. Not thread-safe.
 */
final class Site implements AutoCloseable {
  /** As in the image. */
  private static final Map<String, String> IMAGE = Map.of("MALLOC_ARENA_MAX", "2");

  private static final long TELL_LIMIT_NANOS = 300_000_000_000L;
  private static final long POLL_NANOS = 20_000_000;

  private final Deployment deployment = Deployment.start();
  private final List<ServiceProcess> replicas = new ArrayList<>();

  private Site() {}

  /**
   * So many replicas, ready.
   *
   * @param moreFlags for their JVM, after those of the image
   */
  static Site start(int count, String... moreFlags) {
    Site site = new Site();
    try {
      for (int i = 0; i < count; i++) {
        site.replicas.add(ServiceProcess.startAsInProduction(site.environment(), moreFlags));
      }
      site.replicas.forEach(ServiceProcess::awaitReady);
      return site;
    } catch (RuntimeException e) {
      site.close();
      throw e;
    }
  }

  /** Redis and topics only, with what a replica finds in its environment. */
  static Site withoutReplicas() {
    return new Site();
  }

  Map<String, String> environment() {
    return deployment.environment(IMAGE);
  }

  Deployment deployment() {
    return deployment;
  }

  /** The first replica. */
  ServiceProcess service() {
    return replicas.getFirst();
  }

  /** Makes a room, or changes it. */
  void room(String event, int slots, int rate, String state) {
    Client.of(service())
        .open(
            event,
            "{\"max_concurrent\":%d,\"release_rate\":%d,\"max_length\":100000000,\"state\":\"%s\"}"
                .formatted(slots, rate, state));
  }

  /** Makes a room with one slot, in which as good as everybody waits. */
  void room(String event) {
    room(event, 1, 1, "open");
  }

  /** Hands of the room: fills it and looks into it; the caller closes it. */
  RoomFiller filler(String event) {
    return new RoomFiller(deployment.redis(), event);
  }

  /** Makes a room in which so many people wait. */
  void room(String event, int people) {
    room(event);
    try (RoomFiller filler = filler(event)) {
      filler.fillAndTell(people);
    }
  }

  /** The paths of the status of people in a room. */
  Stream<String> statusPaths(String event, long first, long last) {
    try (RoomFiller filler = filler(event)) {
      return filler
          .sessionIds(first, last)
          .map(id -> Client.ROOT + "/status/" + id)
          .toList()
          .stream();
    }
  }

  /** CPU seconds of the service and its Redis so far. */
  double cpuSeconds() {
    double redis = Processes.cpuSeconds(deployment.redis().pid());
    return redis + replicas.stream().mapToDouble(it -> Processes.cpuSeconds(it.pid())).sum();
  }

  /** Returns when the broker has acked everything that happened in the room. */
  void awaitTold(String event) {
    try (RoomFiller filler = filler(event)) {
      long end = System.nanoTime() + TELL_LIMIT_NANOS;
      while (filler.outboxLength() > 0) {
        if (System.nanoTime() - end > 0) {
          throw new IllegalStateException(filler.outboxLength() + " events are not delivered");
        }
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
  }

  @Override
  public void close() {
    replicas.forEach(ServiceProcess::close);
    deployment.close();
  }
}
