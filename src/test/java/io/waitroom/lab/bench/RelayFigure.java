package io.waitroom.lab.bench;

import io.waitroom.lab.bench.Row.Round;
import io.waitroom.redis.RoomFiller;
import io.waitroom.testkit.Deployment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Events per second from a full outbox to the broker's acks, beside a bare producer. */
final class RelayFigure implements Figure {
  private static final String EVENT = "relay";
  private static final int EVENTS = 200_000;
  private static final long SAMPLE_NANOS = 5_000_000;

  @Override
  public String name() {
    return "relay";
  }

  @Override
  public List<Row> run(BenchEnvironment lab) {
    int events = (int) Math.max(5_000, EVENTS * lab.effort().scale());
    List<Round> rounds = new ArrayList<>();
    try (Site site = Site.start(1)) {
      site.room(EVENT);
      Deployment deployment = site.deployment();
      String bare = deployment.topics().joined() + "-bare";
      deployment.broker().createTopics(10, bare);
      String brokers = deployment.broker().bootstrapServers();
      for (int i = 0; i <= lab.effort().repeats(); i++) {
        String[] seconds = lab.producer().call("produce", brokers, bare, events);
        double reference = events / Double.parseDouble(seconds[0]);
        double measured = relayed(site, events);
        if (i > 0) { // the first round warms up
          rounds.add(new Round(measured, reference));
        }
      }
    }
    return List.of(
        new Row(
            "outbox relay, events",
            "/s",
            rounds,
            "a bare producer, acks=all",
            Goal.ratioAtLeast(0.7),
            "one room, one replica; Redis on this machine too"));
  }

  /** The service stands still while the outbox fills; what counts is between 10 % and 90 %. */
  private static double relayed(Site site, int events) {
    try (RoomFiller room = site.filler(EVENT)) {
      site.service().freeze();
      try {
        room.fill(events);
      } finally {
        site.service().thaw();
      }
      long first = awaitAtMost(room, events * 9L / 10);
      long leftFirst = room.outboxLength();
      long last = awaitAtMost(room, events / 10L);
      long leftLast = room.outboxLength();
      site.awaitTold(EVENT);
      return (leftFirst - leftLast) / ((last - first) / 1e9);
    }
  }

  private static long awaitAtMost(RoomFiller room, long left) {
    while (room.outboxLength() > left) {
      LockSupport.parkNanos(SAMPLE_NANOS);
    }
    return System.nanoTime();
  }
}
