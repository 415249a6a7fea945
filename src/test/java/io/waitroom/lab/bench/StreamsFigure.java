package io.waitroom.lab.bench;

import io.waitroom.lab.bench.Row.Round;
import io.waitroom.redis.RoomFiller;
import io.waitroom.testkit.Api.Answer;
import io.waitroom.testkit.Client;
import io.waitroom.testkit.ServiceProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** As many streams as an instance of 256 MiB may have, and whether each of them is alive. */
final class StreamsFigure implements Figure {
  private static final String EVENT = "streams";
  private static final int STREAMS = 10_000;
  private static final int LIVE_LIMIT_MS = 90_000;
  private static final int FIRST = 50;

  /** What came of opening them once. */
  private record Outcome(int live, double mebibytes, String note) {}

  @Override
  public String name() {
    return "streams";
  }

  @Override
  public List<Row> run(BenchEnvironment lab) throws Exception {
    int count = lab.effort().people(STREAMS);
    List<Round> live = new ArrayList<>();
    List<Round> memory = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (int i = 0; i < lab.effort().fewRepeats(); i++) {
      try (Site site = Site.start(1)) {
        site.room(EVENT, count + FIRST);
        Path paths =
            lab.file(
                "streams.txt",
                site.statusPaths(EVENT, FIRST + 1, count + FIRST)
                    .map(path -> path.replace("/status/", "/stream/")));
        String[] opened = lab.caller().call("streams", "open", site.service().port(), paths);
        Outcome outcome = outcome(lab, site, opened[0]);
        live.add(Round.alone(outcome.live()));
        memory.add(Round.alone(outcome.mebibytes()));
        notes.add(outcome.note());
        String[] _ = lab.caller().call("streams", "close");
      }
    }
    return List.of(
        new Row(
            "open streams, all live", "", live, "", Goal.atLeast(count), String.join("; ", notes)),
        new Row(
            "memory with them open",
            "MiB",
            memory,
            "",
            Goal.atMost(230),
            "RSS, with the image's flags"));
  }

  /** A service that cannot bear them is a figure too. */
  private static Outcome outcome(BenchEnvironment lab, Site site, String opened) {
    ServiceProcess service = site.service();
    if (!service.isAlive()) {
      List<String> words = service.output();
      return new Outcome(
          0,
          Double.NaN,
          "the service ended with %d after %s had been opened: %s"
              .formatted(service.exitCode(), opened, words.isEmpty() ? "" : words.getLast()));
    }
    leave(site);
    String[] spoke = lab.caller().call("streams", "live", LIVE_LIMIT_MS);
    return new Outcome(
        Integer.parseInt(spoke[0]),
        Processes.residentMebibytes(service.pid()),
        "%s opened, told of a change within %.1f s, peak %.0f MiB"
            .formatted(
                opened, Double.parseDouble(spoke[1]), Processes.peakMebibytes(service.pid())));
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
