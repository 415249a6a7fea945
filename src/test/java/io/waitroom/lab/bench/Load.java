package io.waitroom.lab.bench;

/**
 * What came of a closed loop.
 *
 * @param answered requests answered as expected within the window
 * @param sent requests sent at all; those in flight at the end were answered later
 * @param unexpected answers with another status, at any time
 * @param seconds length of the window
 * @param p50Micros median time to an answer
 * @param p99Micros one answer in a hundred took longer
 */
record Load(
    long answered, long sent, long unexpected, double seconds, long p50Micros, long p99Micros) {
  static Load of(String[] words) {
    return new Load(
        Long.parseLong(words[0]),
        Long.parseLong(words[1]),
        Long.parseLong(words[2]),
        Double.parseDouble(words[3]),
        Long.parseLong(words[4]),
        Long.parseLong(words[5]));
  }

  /** On the way between processes. */
  String words() {
    return "%d %d %d %s %d %d"
        .formatted(answered, sent, unexpected, Double.toString(seconds), p50Micros, p99Micros);
  }

  double perSecond() {
    return answered / seconds;
  }

  /**
   * Itself.
   *
   * @throws IllegalStateException when not every answer was as expected: such a load measures
   *     something else
   */
  Load expected() {
    if (unexpected > 0 || answered == 0) {
      throw new IllegalStateException(
          "%d of %d answers were not as expected".formatted(unexpected, sent));
    }
    return this;
  }
}
