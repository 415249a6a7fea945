package io.waitroom.http.wire;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The members of a JSON object that somebody sent, read by name and type. Each method throws {@link
 * ProblemException} naming the field and what is allowed. A member that is null counts as absent:
 * most JSON libraries write null for what is not set.
 *
 * @param values by name, in the order sent
 */
public record Fields(Map<String, Value> values) {
  private static final Pattern HARMLESS =
      Pattern.compile("[A-Za-z0-9_.-]{1," + HttpLimits.MAX_ECHO_LENGTH + "}");
  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");

  /** A JSON type. */
  public enum Type {
    OBJECT,
    ARRAY,
    STRING,
    NUMBER,
    BOOLEAN,
    NULL;

    private String inWords() {
      String word = name().toLowerCase(Locale.ROOT);
      return this == NULL ? word : (this == OBJECT || this == ARRAY ? "an " : "a ") + word;
    }
  }

  /**
   * A member's value.
   *
   * @param text of a string or a number; empty for other types
   * @param items of an array; empty for other types
   */
  public record Value(Type type, String text, List<Value> items) {
    /** Anything but an array. */
    Value(Type type, String text) {
      this(type, text, List.of());
    }
  }

  /** Refuses any name but these, so that a typo is not taken for a wish. */
  public void allowOnly(Set<String> names) {
    allowOnly(names, Set.of());
  }

  /**
   * Refuses any name but these.
   *
   * @param ignored may be there, and is not read
   */
  public void allowOnly(Set<String> names, Set<String> ignored) {
    for (String name : values.keySet()) {
      if (!names.contains(name) && !ignored.contains(name)) {
        throw ProblemException.unknownField(
            echo(name),
            "%s is not known; known are %s"
                .formatted(echo(name), String.join(", ", names.stream().sorted().toList())));
      }
    }
  }

  /** Whether a member has this name. */
  public boolean has(String name) {
    return present(name) != null;
  }

  private @Nullable Value present(String name) {
    Value value = values.get(name);
    return value == null || value.type() == Type.NULL ? null : value;
  }

  /** A string that must be there. */
  public String string(String name) {
    return optionalString(name)
        .orElseThrow(() -> ProblemException.invalidField(name, name + " is missing"));
  }

  /** A string that may be there. */
  public Optional<String> optionalString(String name) {
    Value value = present(name);
    if (value == null) {
      return Optional.empty();
    }
    return Optional.of(text(name, "a string", value));
  }

  /** An array of strings that may be there. */
  public Optional<List<String>> optionalStrings(String name) {
    Value value = present(name);
    if (value == null) {
      return Optional.empty();
    }
    String allowed = "an array of strings";
    if (value.type() != Type.ARRAY) {
      throw wrongType(name, allowed, value);
    }
    return Optional.of(value.items().stream().map(item -> text(name, allowed, item)).toList());
  }

  private static String text(String name, String allowed, Value value) {
    if (value.type() != Type.STRING) {
      throw wrongType(name, allowed, value);
    }
    if (hasUnpairedSurrogate(value.text())) {
      throw ProblemException.invalidField(name, name + " holds half of a surrogate pair");
    }
    return value.text();
  }

  /** A whole number that may be there; written without fraction and exponent. */
  public @Nullable Long optionalInteger(String name, long min, long max) {
    Value value = present(name);
    if (value == null) {
      return null;
    }
    String allowed = "a whole number from %d to %d".formatted(min, max);
    if (value.type() != Type.NUMBER) {
      throw wrongType(name, allowed, value);
    }
    if (WHOLE_NUMBER.matcher(value.text()).matches()) {
      long number = Long.parseLong(value.text());
      if (number >= min && number <= max) {
        return number;
      }
    }
    throw ProblemException.invalidField(
        name, "%s must be %s, not %s".formatted(name, allowed, echo(value.text())));
  }

  /** The caller's own word, if it is short and harmless enough to be repeated. */
  public static String echo(String text) {
    return HARMLESS.matcher(text).matches() ? text : "what was given";
  }

  private static ProblemException wrongType(String name, String allowed, Value value) {
    return ProblemException.invalidField(
        name, "%s must be %s, not %s".formatted(name, allowed, value.type().inWords()));
  }

  private static boolean hasUnpairedSurrogate(String text) {
    return text.codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
