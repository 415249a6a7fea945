package io.waitroom.boot.config;

import io.waitroom.boot.logging.OneLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The values of all variables, parsed once, and all problems instead of the first one only. A
 * variable with a problem reads as its default.
 *
 * <p>Not thread-safe.
 */
final class ConfigReader {
  private static final String FILE_MARK = "@/";
  private static final int MAX_SHOWN = 100;
  private static final int MAX_SECRET_FILE_BYTES = 65_536;

  private final Function<String, Optional<String>> lookup;
  private final Map<Variable<?>, Object> values = new HashMap<>();
  private final Set<Variable<?>> wrong = new HashSet<>();
  private final List<String> problems = new ArrayList<>();

  /**
   * Parses all variables.
   *
   * @param lookup from a variable's name to its text; an empty text counts as not set
   */
  ConfigReader(Function<String, Optional<String>> lookup) {
    this.lookup = lookup;
    Variables.ALL.forEach(this::parse);
  }

  /** Returns the value of a variable that has a default. */
  <T> T get(Variable<T> variable) {
    return find(variable)
        .orElseGet(() -> variable.kind().parser().apply(variable.fallback().orElseThrow()));
  }

  /** Returns the value that is set; empty when there is none or it has a problem. */
  @SuppressWarnings("unchecked") // parse() puts in what the variable's own type made
  <T> Optional<T> find(Variable<T> variable) {
    return Optional.ofNullable((T) values.get(variable));
  }

  /** Tells whether the variable is set, rightly or wrongly. */
  boolean isSet(Variable<?> variable) {
    return given(variable).isPresent();
  }

  /** Tells whether the variable has had a problem so far. */
  boolean isWrong(Variable<?> variable) {
    return wrong.contains(variable);
  }

  /** Notes that the variable cannot be used as it is given. */
  void problem(Variable<?> variable, String what) {
    wrong.add(variable);
    String shown =
        given(variable)
            .map(text ->
                variable.secret() && !text.startsWith(FILE_MARK)
                    ? " (not shown)"
                    : " is " + quote(text))
            .orElse(" is not set");
    problem(variable.name() + shown + ": " + what);
  }

  /** Notes a problem of several variables. */
  void problem(String line) {
    problems.add(line);
  }

  /**
   * Ends the reading.
   *
   * @throws ConfigurationException when there was any problem
   */
  void end() {
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }

  private <T> void parse(Variable<T> variable) {
    try {
      text(variable).ifPresent(text -> values.put(variable, variable.kind().parser().apply(text)));
    } catch (ValueType.Refusal e) {
      problem(variable, e.reason());
    } catch (IllegalArgumentException | ArithmeticException _) {
      problem(variable, "must be " + variable.kind().allowed());
    }
  }

  private Optional<String> given(Variable<?> variable) {
    return lookup
        .apply(variable.name())
        .map(text -> variable.secret() ? withoutLineEnd(text) : text.strip())
        .filter(text -> !text.isEmpty());
  }

  private Optional<String> text(Variable<?> variable) {
    Optional<String> given = given(variable);
    return variable.secret()
        ? given.map(text -> text.startsWith(FILE_MARK) ? fileContent(text.substring(1)) : text)
        : given;
  }

  private static String fileContent(String file) {
    try {
      Path path = Path.of(file);
      if (Files.isRegularFile(path) && Files.size(path) > MAX_SECRET_FILE_BYTES) {
        throw new ValueType.Refusal("this file is longer than " + MAX_SECRET_FILE_BYTES + " bytes");
      }
      String text = withoutLineEnd(Files.readString(path));
      if (text.isEmpty()) {
        throw new ValueType.Refusal("this file is empty");
      }
      return text;
    } catch (IOException | InvalidPathException _) {
      throw new ValueType.Refusal("this file cannot be read as text");
    }
  }

  /** Files and Kubernetes secrets often end in a line end that is no part of the secret. */
  private static String withoutLineEnd(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
      end--;
    }
    return text.substring(0, end);
  }

  private static String quote(String text) {
    String shown = text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "..." : text;
    return '"' + OneLine.of(shown) + '"';
  }
}
