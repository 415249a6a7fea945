package io.waitroom.lab.bench;

import io.waitroom.lab.bench.Row.Round;
import io.waitroom.redis.RoomFiller;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Joins and polls while a million wait, beside those while a thousand do.
 *
 * <p>Redis doubles the tables of a queue when a power of two is reached, and moves a little of the
 * old one with each join until that is done. So the joins are measured at even distances from one
 * million to two: each doubling is the same over again, on a larger scale.
 */
final class ScaleFigure implements Figure {
  private static final String MANY = "many";
  private static final int MANY_WAITERS = 1_000_000;
  private static final int FEW_WAITERS = 1_000;
  private static final int FIRST = 50;
  private static final int ASKED_MAX = 100_000;

  @Override
  public String name() {
    return "scale";
  }

  @Override
  public List<Row> run(BenchEnvironment lab) throws Exception {
    int waiters = lab.effort().people(MANY_WAITERS);
    List<Round> polls = new ArrayList<>();
    List<Round> joins = new ArrayList<>();
    try (Site site = Site.start(1);
        RoomFiller room = site.filler(MANY)) {
      site.room(MANY, waiters);
      Calls service = new Calls(lab, site.service().port());
      Path many = paths(lab, site, MANY, waiters);
      long joinedMany = 0;
      Load _ = service.gets(many);
      joinedMany += joins(site, service, MANY, joinedMany).sent();
      int repeats = lab.effort().repeats();
      for (int i = 0; i < repeats; i++) {
        room.fillAndTell(Math.max(0, waiters + (long) waiters * i / repeats - room.tickets()));
        // A new one each time: the joins of a round are more than a thousand.
        String few = "few-" + i;
        site.room(few, FEW_WAITERS);
        Path fewPaths = paths(lab, site, few, FEW_WAITERS);
        double pollsOfFew = service.gets(fewPaths).perSecond();
        double pollsOfMany = service.gets(many).perSecond();
        double joinsOfFew = joins(site, service, few, 0).perSecond();
        Load joinsOfMany = joins(site, service, MANY, joinedMany);
        joinedMany += joinsOfMany.sent();
        polls.add(new Round(pollsOfMany, pollsOfFew));
        joins.add(new Round(joinsOfMany.perSecond(), joinsOfFew));
      }
    }
    String reference = "%,d waiting".formatted(FEW_WAITERS);
    String suffix = ", %,d waiting".formatted(waiters);
    String octave = ", %,d to %,d waiting".formatted(waiters, 2 * waiters);
    Goal goal = Goal.ratioAtLeast(0.95);
    return List.of(
        new Row("status polls" + suffix, "/s", polls, reference, goal, ""),
        new Row(
            "joins" + octave,
            "/s",
            joins,
            reference,
            goal,
            "the least is while Redis doubles the tables of the queue"));
  }

  private static Load joins(Site site, Calls service, String event, long first) {
    Load joins = service.joins(Calls.JOIN, event, first);
    site.awaitTold(event);
    return joins;
  }

  private static Path paths(BenchEnvironment lab, Site site, String event, int waiters)
      throws Exception {
    long first = Math.max(FIRST, waiters - ASKED_MAX);
    return lab.file(event + ".txt", site.statusPaths(event, first, waiters));
  }
}
