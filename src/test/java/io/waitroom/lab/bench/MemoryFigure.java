package io.waitroom.lab.bench;

import io.waitroom.lab.bench.Row.Round;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Memory of a fresh service, and after everything that costs memory has happened to it. */
final class MemoryFigure implements Figure {
  private static final String EVENT = "memory";
  private static final int WAITERS = 10_000;
  private static final int FIRST = 50;
  private static final int TURNS = 3;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public List<Row> run(BenchEnvironment lab) throws Exception {
    int waiters = lab.effort().people(WAITERS);
    List<Round> idle = new ArrayList<>();
    List<Round> loaded = new ArrayList<>();
    for (int i = 0; i < lab.effort().fewRepeats(); i++) {
      try (Site site = Site.start(1)) {
        long pid = site.service().pid();
        Thread.sleep(lab.effort().window());
        idle.add(Round.alone(Processes.residentMebibytes(pid)));
        site.room(EVENT, waiters);
        Path paths = lab.file("memory.txt", site.statusPaths(EVENT, FIRST, waiters));
        Calls service = new Calls(lab, site.service().port());
        long joined = 0;
        for (int turn = 0; turn < TURNS; turn++) {
          joined += service.joins(Calls.JOIN, EVENT, joined).sent();
          Load _ = service.gets(paths);
        }
        loaded.add(Round.alone(Processes.peakMebibytes(pid)));
      }
    }
    return List.of(
        new Row("memory, idle", "MiB", idle, "", Goal.atMost(170), "RSS, one window after ready"),
        new Row(
            "memory, under full load",
            "MiB",
            loaded,
            "",
            Goal.atMost(225),
            "the most RSS there ever was"));
  }
}
