package io.waitroom.lab.bench;

import io.waitroom.lab.bench.Row.Round;
import io.waitroom.redis.RoomFiller;
import io.waitroom.testkit.Client;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * From a completed checkout to the next buyer's QUEUE_READY in a consumer's hands, one after the
 * other, beside what the same broker needs to pass a message on.
 */
final class ReadyFigure implements Figure {
  private static final String EVENT = "ready";
  private static final int FILL = 2_000;
  private static final int LEFT_MIN = 100;

  @Override
  public String name() {
    return "ready";
  }

  @Override
  public List<Row> run(BenchEnvironment lab) throws Exception {
    List<Round> rounds = new ArrayList<>();
    List<String> medians = new ArrayList<>();
    try (Site site = Site.start(1)) {
      site.room(EVENT, 1, 100_000, "paused");
      try (RoomFiller room = site.filler(EVENT);
          RoundTripProbe bare = RoundTripProbe.bare(site.deployment());
          RoundTripProbe service = RoundTripProbe.throughTheService(site.deployment())) {
        Buyers buyers = new Buyers(room);
        buyers.fill();
        site.room(EVENT, 1, 100_000, "open");
        service.await(buyers.id(1));
        for (int i = 0; i <= lab.effort().repeats(); i++) {
          Histogram reference = bare.measure(lab.effort().window(), number -> bareMessage(number));
          Histogram measured = service.measure(lab.effort().window(), number -> buyers.next());
          if (i > 0) { // the first round warms up
            rounds.add(new Round(p(measured, 99), p(reference, 99)));
            medians.add("%.1f (%.1f)".formatted(p(measured, 50), p(reference, 50)));
          }
        }
      }
    }
    return List.of(
        new Row(
            "CHECKOUT_COMPLETED to QUEUE_READY, p99",
            "ms",
            rounds,
            "bare produce → consume, p99",
            Goal.differenceAtMost(25),
            "medians (and of the reference): " + String.join(", ", medians)));
  }

  private static RoundTripProbe.Message bareMessage(long number) {
    String key = "bare-" + number;
    return new RoundTripProbe.Message(key, Client.report(EVENT, key, RoomFiller.user(number)), key);
  }

  private static double p(Histogram micros, double percentile) {
    return micros.getValueAtPercentile(percentile) / 1e3;
  }

  /** Those in the room, by ticket. */
  private static final class Buyers {
    private final RoomFiller room;
    private final List<String> ids = new ArrayList<>();
    private int holder = 1;

    Buyers(RoomFiller room) {
      this.room = room;
    }

    void fill() {
      room.fillAndTell(FILL);
      ids.addAll(room.sessionIds(ids.size() + 1L, ids.size() + (long) FILL).toList());
    }

    String id(int ticket) {
      return ids.get(ticket - 1);
    }

    /** The holder of the slot has bought; the next one in line is who will be told. */
    RoundTripProbe.Message next() {
      if (ids.size() - holder < LEFT_MIN) {
        fill();
      }
      String id = id(holder);
      String report = Client.report(EVENT, id, RoomFiller.user(holder));
      holder++;
      return new RoundTripProbe.Message(id, report, id(holder));
    }
  }
}
