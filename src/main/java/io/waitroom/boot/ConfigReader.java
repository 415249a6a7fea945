package io.waitroom.boot;

import io.waitroom.boot.logging.OneLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * One pass over the variables that collects every problem instead of stopping at the first. A
 * variable with a problem reads as its default meanwhile.
 *
 * <p>Not thread-safe.
 */
final class ConfigReader {
  private static final String FILE_MARK = "@/";
  private static final int MAX_SHOWN = 100;
  private static final int MAX_SECRET_FILE_BYTES = 65_536;

  private final Function<String, Optional<String>> lookup;
  private final List<String> problems = new ArrayList<>();
  private final Set<Variable<?>> wrong = new HashSet<>();

  /**
   * @param lookup from a variable's name to its text; an empty text counts as not set
   */
  ConfigReader(Function<String, Optional<String>> lookup) {
    this.lookup = lookup;
  }

  /** The value of a variable that has a default. */
  <T> T get(Variable<T> variable) {
    return find(variable)
        .orElseGet(() -> variable.kind().parser().apply(variable.fallback().orElseThrow()));
  }

  /** The value of a variable, or empty when it is not set or has a problem. */
  <T> Optional<T> find(Variable<T> variable) {
    return text(variable).flatMap(text -> parse(variable, text));
  }

  /** Whether the variable is set, rightly or wrongly. */
  boolean isSet(Variable<?> variable) {
    return given(variable).isPresent();
  }

  /** Whether the variable had no problem so far. */
  boolean isUsable(Variable<?> variable) {
    return !wrong.contains(variable);
  }

  /** Notes that the variable, as it is given, cannot be used. */
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

  /** Notes a problem that is not one variable's alone. */
  void problem(String line) {
    problems.add(line);
  }

  /**
   * Ends the pass.
   *
   * @throws ConfigurationException when there was any problem
   */
  void end() {
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }

  private <T> Optional<T> parse(Variable<T> variable, String text) {
    try {
      return Optional.of(variable.kind().parser().apply(text));
    } catch (ValueType.Refusal e) {
      problem(variable, e.reason());
    } catch (IllegalArgumentException | ArithmeticException _) {
      problem(variable, "must be " + variable.kind().allowed());
    }
    return Optional.empty();
  }

  private Optional<String> given(Variable<?> variable) {
    return lookup
        .apply(variable.name())
        .map(text -> variable.secret() ? withoutLineEnd(text) : text.strip())
        .filter(text -> !text.isEmpty());
  }

  private Optional<String> text(Variable<?> variable) {
    Optional<String> given = given(variable);
    if (!variable.secret() || given.filter(text -> text.startsWith(FILE_MARK)).isEmpty()) {
      return given;
    }
    try {
      Path path = Path.of(given.orElseThrow().substring(1));
      if (Files.isRegularFile(path) && Files.size(path) > MAX_SECRET_FILE_BYTES) {
        problem(variable, "this file is longer than " + MAX_SECRET_FILE_BYTES + " bytes");
        return Optional.empty();
      }
      String text = withoutLineEnd(Files.readString(path));
      if (text.isEmpty()) {
        problem(variable, "this file is empty");
      }
      return Optional.of(text).filter(content -> !content.isEmpty());
    } catch (IOException | InvalidPathException _) {
      problem(variable, "this file cannot be read as text");
      return Optional.empty();
    }
  }

  /** Files and Kubernetes secrets often end in a line end that nobody meant. */
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
