package io.waitroom.room;

/**
 * Who steers a room, as the trail of what was done remembers it.
 *
 * @param name for people; at most {@value #MAX_LENGTH} printable characters; empty for nobody: then
 *     no record is kept
 */
public record Operator(String name) {
  /** Longest name in characters. */
  public static final int MAX_LENGTH = 200;

  /** The service itself, or a test. */
  public static final Operator NOBODY = new Operator("");

  public Operator {
    if (name.length() > MAX_LENGTH || name.codePoints().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "operator must be at most " + MAX_LENGTH + " printable characters");
    }
  }
}
