package io.waitroom.boot;

import java.util.List;

/** The configuration is wrong; holds every problem, one line each, none of them with a secret. */
final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> problems;

  ConfigurationException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /** What is wrong: variable, given value and what is allowed. */
  List<String> problems() {
    return problems;
  }
}
