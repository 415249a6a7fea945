package io.waitroom.lab.bench;

import io.waitroom.lab.bench.Row.Round;
import io.waitroom.testkit.Client;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.Jedis;

/** Status polls per second while many wait, and how often one of them asks Redis. */
final class PollsFigure implements Figure {
  private static final String EVENT = "polls";
  private static final int WAITERS = 100_000;

  /** The first few may be admitted meanwhile. */
  private static final int FIRST = 50;

  @Override
  public String name() {
    return "polls";
  }

  @Override
  public List<Row> run(BenchEnvironment lab) throws Exception {
    int waiters = lab.effort().people(WAITERS);
    List<Round> rates = new ArrayList<>();
    List<Round> reads = new ArrayList<>();
    try (Site site = Site.start(1);
        Noop noop = Noop.start(lab.directory());
        Jedis redis = site.deployment().redis().connect()) {
      site.room(EVENT, waiters);
      List<String> paths = site.statusPaths(EVENT, FIRST, waiters).toList();
      Path servicePaths = lab.file("polls.txt", paths.stream());
      Path noopPaths =
          lab.file(
              "polls-noop.txt", paths.stream().map(path -> path.replace(Client.ROOT, "/noop")));
      Calls service = new Calls(lab, site.service().port());
      Calls reference = new Calls(lab, noop.port());
      Load _ = reference.gets(noopPaths);
      Load _ = service.gets(servicePaths);
      for (int i = 0; i < lab.effort().repeats(); i++) {
        long before = RedisInfo.reads(redis);
        Load nothing = reference.gets(noopPaths);
        long idle = RedisInfo.reads(redis) - before;
        Load polls = service.gets(servicePaths);
        long busy = RedisInfo.reads(redis) - before - idle;
        rates.add(new Round(polls.perSecond(), nothing.perSecond()));
        reads.add(Round.alone(Math.max(0, busy - idle) / (double) polls.sent()));
      }
    }
    return List.of(
        new Row(
            "status polls, %,d waiting".formatted(waiters),
            "/s",
            rates,
            "no-op GET of the same JSON",
            Goal.ratioAtLeast(0.95),
            ""),
        new Row(
            "Redis commands per poll of a waiter",
            "",
            reads,
            "",
            Goal.atMost(0.01),
            "reads from clients, less those of an idle window as long"));
  }
}
