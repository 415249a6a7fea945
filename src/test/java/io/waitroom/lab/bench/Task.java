package io.waitroom.lab.bench;

/** Something that a {@link Worker} can be told to do. */
@FunctionalInterface
interface Task {
  /**
   * Does it.
   *
   * @param words its name and its arguments
   * @return one line
   */
  String run(String[] words) throws Exception;
}
