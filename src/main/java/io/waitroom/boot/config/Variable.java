package io.waitroom.boot.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * One environment variable. The handbook's tables are made from these.
 *
 * @param name of the environment variable
 * @param kind what is allowed
 * @param fallback default, as text that {@code kind} allows
 * @param whenUnset for people: the effect of leaving out a variable that has no default
 * @param secret its value is never printed, and {@code @/path} reads it from a file
 * @param meaning for people; without a full stop
 */
public record Variable<T>(
    String name,
    ValueType<T> kind,
    Optional<String> fallback,
    String whenUnset,
    boolean secret,
    String meaning) {
  /** A variable that lacks its meaning, and the table that it belongs to. */
  record Row<T>(
      SequencedMap<String, List<Variable<?>>> table,
      String name,
      ValueType<T> kind,
      Optional<String> fallback,
      String whenUnset,
      boolean secret) {
    /** Begins the part of the table under this heading. */
    Row<T> under(String heading) {
      table.put(heading, new ArrayList<>());
      return this;
    }

    /** Completes the variable and puts it into the table. */
    Variable<T> means(String meaning) {
      Variable<T> variable = new Variable<>(name, kind, fallback, whenUnset, secret, meaning);
      table.lastEntry().getValue().add(variable);
      return variable;
    }
  }
}
