package io.waitroom.lab.load;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The arguments of a command, {@code name=value} each; an empty value counts as not given. Every
 * reader throws {@link IllegalArgumentException} that names argument, value and what is allowed.
 */
public final class Arguments {
  private final Map<String, String> values;

  private Arguments(Map<String, String> values) {
    this.values = values;
  }

  /** Reads them; only {@code known} names may be given. */
  public static Arguments of(String[] arguments, Set<String> known) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String argument : arguments) {
      int equals = argument.indexOf('=');
      String name = equals < 0 ? argument : argument.substring(0, equals);
      if (equals < 0 || !known.contains(name)) {
        throw new IllegalArgumentException(
            "\"%s\" is not one of %s".formatted(argument, String.join("=… ", known) + "=…"));
      }
      String value = argument.substring(equals + 1).strip();
      if (!value.isEmpty()) {
        values.put(name, value);
      }
    }
    return new Arguments(values);
  }

  /** A text. */
  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** A whole number. */
  public long integer(String name, long fallback, long min, long max) {
    return within(name, fallback, min, max, Long::parseLong);
  }

  /** A number from 0 to 1. */
  public double share(String name, double fallback) {
    return number(name, fallback, 0, 1);
  }

  /** A duration in seconds, fractions allowed. */
  public Duration seconds(String name, double fallback, double min, double max) {
    return Duration.ofMillis(Math.round(1000 * number(name, fallback, min, max)));
  }

  /** Whether it is there and not {@code false}: {@code -Dname} is enough. */
  public boolean flag(String name) {
    return text(name).filter(value -> !value.equals("false")).isPresent();
  }

  private double number(String name, double fallback, double min, double max) {
    return within(name, fallback, min, max, Double::parseDouble);
  }

  private <N extends Comparable<N>> N within(
      String name, N fallback, N min, N max, Function<String, N> parser) {
    String value = values.get(name);
    if (value == null) {
      return fallback;
    }
    String allowed = "%s is \"%s\": must be %s to %s".formatted(name, value, min, max);
    try {
      N number = parser.apply(value);
      if (number.compareTo(min) >= 0 && number.compareTo(max) <= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(allowed, e);
    }
    throw new IllegalArgumentException(allowed);
  }
}
