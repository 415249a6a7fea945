package io.waitroom.testkit;

import java.io.File;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The class path of this JVM; surefire keeps the true one in a property of its own. */
public final class ClassPath {
  private ClassPath() {}

  /** All of it, for a child process that runs a class of the tests. */
  public static String whole() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  /** Without the service's own classes. */
  static String withoutTheService() {
    return Stream.of(whole().split(File.pathSeparator))
        .filter(entry -> !entry.endsWith(File.separator + "target" + File.separator + "classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
