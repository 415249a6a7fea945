package io.waitroom.redis.script;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A script's flat reply: a word, then values whose order the script's header fixes. Read by index
 * after the word, as the type the header names.
 *
 * @param script which answered, for error messages
 * @param values the word, then strings and integers
 */
public record Reply(LuaScript script, List<?> values) {
  public Reply {
    if (values.isEmpty() || !(values.getFirst() instanceof String)) {
      throw new IllegalStateException(script.word() + ".lua answered without a word: " + values);
    }
  }

  /** The first element. */
  public String word() {
    return (String) values.getFirst();
  }

  /** How many values follow the word. */
  public int size() {
    return values.size() - 1;
  }

  /** The value at {@code index} after the word, 0 first. */
  public String text(int index) {
    return String.valueOf(values.get(index + 1));
  }

  /** The value at {@code index} after the word as an integer. */
  public long number(int index) {
    return values.get(index + 1) instanceof Long number ? number : Long.parseLong(text(index));
  }

  /** The value at {@code index} after the word, an integer that fits an {@code int}. */
  public int count(int index) {
    return Math.toIntExact(number(index));
  }

  /** The value at {@code index} after the word, milliseconds since the epoch. */
  public Instant instant(int index) {
    return Instant.ofEpochMilli(number(index));
  }

  /** The value at {@code index} after the word, milliseconds. */
  public Duration millis(int index) {
    return Duration.ofMillis(number(index));
  }

  /** For the branch of a switch that the script's header rules out. */
  public IllegalStateException unexpected() {
    return new IllegalStateException(script.word() + ".lua answered " + values);
  }
}
