package io.waitroom.lab.bench;

import io.waitroom.lab.bench.Row.Round;
import io.waitroom.redis.RoomFiller;
import java.util.ArrayList;
import java.util.List;

/** Joins per second with Kafka on, and what one costs, beside a service that does nothing. */
final class JoinsFigure implements Figure {
  private static final String EVENT = "joins";
  private static final String NOOP = "/noop/join";
  private static final String REFERENCE = "no-op POST of the same JSON";

  @Override
  public String name() {
    return "joins";
  }

  @Override
  public List<Row> run(BenchEnvironment lab) throws Exception {
    List<Round> rates = new ArrayList<>();
    List<Round> costs = new ArrayList<>();
    List<String> backlogs = new ArrayList<>();
    try (Site site = Site.start(1);
        Noop noop = Noop.start(lab.directory());
        RoomFiller room = room(site)) {
      Calls service = new Calls(lab, site.service().port());
      Calls reference = new Calls(lab, noop.port());
      Load _ = reference.joins(NOOP, EVENT, 0);
      long joined = service.joins(Calls.JOIN, EVENT, 0).sent();
      site.awaitTold(EVENT);
      for (int i = 0; i < lab.effort().repeats(); i++) {
        double noopBefore = Processes.cpuSeconds(noop.pid());
        Load nothing = reference.joins(NOOP, EVENT, 0);
        double noopCost = (Processes.cpuSeconds(noop.pid()) - noopBefore) / nothing.sent();

        double before = site.cpuSeconds();
        Load joins = service.joins(Calls.JOIN, EVENT, joined);
        backlogs.add(Long.toString(room.outboxLength()));
        // What a join costs includes telling the company of it.
        site.awaitTold(EVENT);
        double cost = (site.cpuSeconds() - before) / joins.sent();
        joined += joins.sent();
        requireTickets(room, joined);
        rates.add(new Round(joins.perSecond(), nothing.perSecond()));
        costs.add(new Round(cost * 1e6, noopCost * 1e6));
      }
    }
    String backlog = "events not yet acked when the window ends: " + String.join(", ", backlogs);
    return List.of(
        new Row("joins, Kafka on", "/s", rates, REFERENCE, Goal.ratioAtLeast(0.8), backlog),
        new Row(
            "CPU of service and Redis per join",
            "µs",
            costs,
            REFERENCE,
            Goal.ratioAtMost(1.5),
            "until the broker has acked the event"));
  }

  private static RoomFiller room(Site site) {
    site.room(EVENT);
    return site.filler(EVENT);
  }

  /** Every request that was answered with 201 made one place, and nothing else did. */
  private static void requireTickets(RoomFiller room, long joined) {
    if (room.tickets() != joined) {
      throw new IllegalStateException(
          "%d joins were answered with 201, but there are %d places"
              .formatted(joined, room.tickets()));
    }
  }
}
