package io.waitroom.lab.bench;

import io.waitroom.lab.bench.Row.Round;
import io.waitroom.redis.RoomFiller;
import io.waitroom.testkit.Api.Answer;
import io.waitroom.testkit.Client;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** As many streams as an instance of some size should hold, and whether each of them is alive. */
final class StreamsFigure implements Figure {
  private static final String EVENT = "streams";
  private static final int LIVE_LIMIT_MS = 90_000;
  private static final int FIRST = 50;

  /**
   * An instance and what it should hold.
   *
   * @param mebibytes limit of its container
   * @param streams open and alive
   */
  private record Size(int mebibytes, int streams) {
    /** The flag that tells the JVM the limit, of which it takes its share. */
    String limit() {
      return "-XX:MaxRAM=" + mebibytes + "m";
    }

    Goal memory() {
      return Goal.atMost(mebibytes);
    }
  }

  private static final List<Size> SIZES = List.of(new Size(256, 2_500), new Size(768, 10_000));

  /** What came of opening them once. */
  private record Outcome(int live, double mebibytes, String note) {}

  @Override
  public String name() {
    return "streams";
  }

  @Override
  public List<Row> run(BenchEnvironment lab) throws Exception {
    List<Row> rows = new ArrayList<>();
    for (Size size : SIZES) {
      rows.addAll(run(lab, size));
    }
    return rows;
  }

  private static List<Row> run(BenchEnvironment lab, Size size) throws Exception {
    int count = lab.effort().people(size.streams());
    List<Round> live = new ArrayList<>();
    List<Round> memory = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (int i = 0; i < lab.effort().fewRepeats(); i++) {
      try (Site site = Site.start(1, size.limit())) {
        Outcome outcome = outcome(lab, site, count);
        live.add(Round.alone(outcome.live()));
        memory.add(Round.alone(outcome.mebibytes()));
        notes.add(outcome.note());
        String[] _ = lab.caller().call("streams", "close");
      }
    }
    String in = " in %d MiB".formatted(size.mebibytes());
    return List.of(
        new Row(
            "open streams, all live," + in,
            "",
            live,
            "",
            Goal.atLeast(count),
            String.join("; ", notes)),
        new Row(
            "memory with them open" + in,
            "MiB",
            memory,
            "",
            size.memory(),
            "RSS, with the image's flags and " + size.limit()));
  }

  private static Outcome outcome(BenchEnvironment lab, Site site, int count) throws Exception {
    site.room(EVENT, count + FIRST);
    Path paths =
        lab.file(
            "streams.txt",
            site.statusPaths(EVENT, FIRST + 1, count + FIRST)
                .map(path -> path.replace("/status/", "/stream/")));
    String[] opened = lab.caller().call("streams", "open", site.service().port(), paths);
    return site.service().isAlive() ? alive(lab, site, opened[0]) : ended(site, opened[0]);
  }

  /** A service that cannot bear them is a figure too. */
  private static Outcome ended(Site site, String opened) {
    List<String> words = site.service().output();
    return new Outcome(
        0,
        Double.NaN,
        "the service ended with %d after %s had been opened: %s"
            .formatted(site.service().exitCode(), opened, words.isEmpty() ? "" : words.getLast()));
  }

  private static Outcome alive(BenchEnvironment lab, Site site, String opened) {
    long pid = site.service().pid();
    String[] _ = lab.caller().call("streams", "mark");
    leave(site);
    String[] spoke = lab.caller().call("streams", "live", LIVE_LIMIT_MS);
    return new Outcome(
        Integer.parseInt(spoke[0]),
        Processes.residentMebibytes(pid),
        "%s opened, told of a change within %.1f s, peak %.0f MiB"
            .formatted(opened, Double.parseDouble(spoke[1]), Processes.peakMebibytes(pid)));
  }

  /** Somebody at the head leaves, so that everybody's position changes. */
  private static void leave(Site site) {
    try (RoomFiller room = site.filler(EVENT)) {
      String id = room.sessionIds(2, 2).findFirst().orElseThrow();
      Answer left = Client.of(site.service()).leave(id);
      if (left.status() != 200) {
        throw new IllegalStateException("leave: " + left.status() + " " + left.body());
      }
    }
  }
}
