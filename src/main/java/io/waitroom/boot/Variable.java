package io.waitroom.boot;

import java.util.Optional;

/**
 * One environment variable: its name, what it takes and what it means. The tables of the handbook
 * are made from these, so that they cannot differ from the code.
 *
 * @param name of the environment variable
 * @param kind what is allowed
 * @param fallback text that counts when the variable is not set; itself allowed by {@code kind}
 * @param whenUnset for people: what happens when it is not set and there is no fallback
 * @param secret its value is never printed, and {@code @/path} reads it from a file
 * @param meaning for people; one sentence without a full stop
 */
record Variable<T>(
    String name,
    ValueType<T> kind,
    Optional<String> fallback,
    String whenUnset,
    boolean secret,
    String meaning) {
  /** A variable with a default. */
  static <T> Variable<T> of(String name, ValueType<T> kind, String fallback, String meaning) {
    return new Variable<>(name, kind, Optional.of(fallback), "", false, meaning);
  }

  /** A variable that may be left out. */
  static <T> Variable<T> optional(String name, ValueType<T> kind, String meaning) {
    return new Variable<>(name, kind, Optional.empty(), "none", false, meaning);
  }

  /** A variable without a default whose value is never printed. */
  static <T> Variable<T> secret(String name, ValueType<T> kind, String whenUnset, String meaning) {
    return new Variable<>(name, kind, Optional.empty(), whenUnset, true, meaning);
  }
}
