package io.waitroom.boot.config;

import java.util.Set;
import java.util.stream.Collectors;

/** The names of all variables, for tests of files that set them. */
public final class KnownVariables {
  /** All names. */
  public static final Set<String> NAMES =
      Variables.ALL.stream().map(Variable::name).collect(Collectors.toUnmodifiableSet());

  /** The names of those whose values must not be seen. */
  public static final Set<String> SECRETS =
      Variables.ALL.stream()
          .filter(Variable::secret)
          .map(Variable::name)
          .collect(Collectors.toUnmodifiableSet());

  private KnownVariables() {}
}
