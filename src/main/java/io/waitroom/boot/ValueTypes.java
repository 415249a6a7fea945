package io.waitroom.boot;

import io.waitroom.room.Origin;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of value that configuration variables take. */
final class ValueTypes {
  private static final int MAX_PORT = 65_535;
  private static final Pattern ADDRESS =
      Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}]):(\\d{1,5})");
  private static final Pattern DIGITS = Pattern.compile("-?\\d{1,18}");

  private ValueTypes() {}

  /** A whole number within bounds, both included. */
  static ValueType<Integer> integer(int min, int max) {
    ValueType<Long> wide = wholeNumber(min, max);
    return new ValueType<>(wide.allowed(), text -> Math.toIntExact(wide.parser().apply(text)));
  }

  /** A whole number within bounds, both included. */
  static ValueType<Long> wholeNumber(long min, long max) {
    return new ValueType<>(
        min + " to " + max,
        text -> {
          if (!DIGITS.matcher(text).matches()) {
            throw new IllegalArgumentException("not a whole number");
          }
          long value = Long.parseLong(text);
          if (value < min || value > max) {
            throw new IllegalArgumentException("out of bounds");
          }
          return value;
        });
  }

  /** A duration within bounds, both included; whole milliseconds. */
  static ValueType<Duration> duration(Duration min, Duration max) {
    return new ValueType<>(
        Durations.format(min) + " to " + Durations.format(max),
        text -> {
          Duration value = Durations.parse(text);
          if (value.compareTo(min) < 0
              || value.compareTo(max) > 0
              || value.toNanosPart() % 1_000_000 != 0) {
            throw new IllegalArgumentException("out of bounds");
          }
          return value;
        });
  }

  /** A duration within bounds, where a bare number means milliseconds. */
  static ValueType<Duration> milliseconds(Duration min, Duration max) {
    ValueType<Duration> withUnit = duration(min, max);
    return new ValueType<>(
        "%d to %d (milliseconds), or a duration such as 10s"
            .formatted(min.toMillis(), max.toMillis()),
        text -> withUnit.parser().apply(DIGITS.matcher(text).matches() ? text + "ms" : text));
  }

  /** True or false. */
  static ValueType<Boolean> flag() {
    return choice(Map.of("true", true, "false", false), "true or false");
  }

  /** One of the keys, whatever its case. */
  static <T> ValueType<T> choice(SequencedMap<String, T> values) {
    List<String> words = List.copyOf(values.sequencedKeySet());
    String last = words.getLast();
    return choice(values, String.join(", ", words.subList(0, words.size() - 1)) + " or " + last);
  }

  private static <T> ValueType<T> choice(Map<String, T> values, String allowed) {
    return new ValueType<>(
        allowed,
        text -> {
          for (Map.Entry<String, T> entry : values.entrySet()) {
            if (entry.getKey().toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT))) {
              return entry.getValue();
            }
          }
          throw new IllegalArgumentException("not one of the words");
        });
  }

  /** A text that matches {@code pattern} as a whole. */
  static ValueType<String> text(String pattern, String allowed) {
    Pattern compiled = Pattern.compile(pattern);
    return new ValueType<>(
        allowed,
        text -> {
          if (!compiled.matcher(text).matches()) {
            throw new IllegalArgumentException("does not match");
          }
          return text;
        });
  }

  /** One or more {@code host:port}, comma-separated; {@code [address]:port} for IPv6. */
  static ValueType<List<String>> addresses() {
    return new ValueType<>(
        "host:port, or several separated by commas",
        text ->
            List.of(text.split(",", -1)).stream()
                .map(String::strip)
                .map(ValueTypes::address)
                .toList());
  }

  /** One or more origins, comma-separated, each as browsers write it: lower case, no usual port. */
  static ValueType<Set<String>> origins() {
    return new ValueType<>(
        "origins such as https://shop.example or http://localhost:3000, separated by commas, in lower"
            + " case and without their usual ports",
        text ->
            Stream.of(text.split(",", -1))
                .map(String::strip)
                .map(ValueTypes::origin)
                .collect(Collectors.toUnmodifiableSet()));
  }

  private static String origin(String text) {
    if (!Origin.isValid(text)) {
      throw new IllegalArgumentException("not an origin");
    }
    return text;
  }

  private static String address(String text) {
    var matcher = ADDRESS.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not host:port");
    }
    int port = Integer.parseInt(matcher.group(2));
    if (port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("not a port");
    }
    return text;
  }
}
