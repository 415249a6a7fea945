package io.waitroom.lab.bench;

import java.util.List;

/** Something that is measured: sets up what it needs, measures in rounds, and cleans up. */
interface Figure {
  /** As in {@code -Dfigures}. */
  String name();

  /**
   * Measures.
   *
   * @return at least one row
   */
  List<Row> run(BenchEnvironment lab) throws Exception;
}
