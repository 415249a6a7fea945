package io.waitroom.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** A program that tests run and that a Debian package brings. */
final class Tool {
  private Tool() {}

  /** Where it is: on the PATH, or where Debian keeps servers. */
  static String find(String name, String debianPackage) {
    return found(name)
        .orElseThrow(
            () -> new AssertionError(name + " is missing: apt-get install -y " + debianPackage))
        .toString();
  }

  /** Whether it is there. */
  static boolean isInstalled(String name) {
    return found(name).isPresent();
  }

  private static Optional<Path> found(String name) {
    String path = System.getenv().getOrDefault("PATH", "/usr/bin");
    return Stream.of((path + ":/usr/sbin").split(":"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
