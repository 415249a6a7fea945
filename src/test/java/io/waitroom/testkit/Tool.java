package io.waitroom.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A program that tests run and that a Debian package brings. */
final class Tool {
  private Tool() {}

  /** Where it is: on the PATH, or where Debian keeps servers. */
  static String find(String name, String debianPackage) {
    String path = System.getenv().getOrDefault("PATH", "/usr/bin");
    return Stream.of((path + ":/usr/sbin").split(":"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(
            () -> new AssertionError(name + " is missing: apt-get install -y " + debianPackage))
        .toString();
  }
}
