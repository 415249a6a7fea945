package io.waitroom.boot.config;

import java.util.List;

/** Tells every problem of a wrong configuration, one line each, none of them with a secret. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> problems;

  ConfigurationException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /** The lines: variable, given value and what is allowed. */
  public List<String> problems() {
    return problems;
  }
}
