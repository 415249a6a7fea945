package io.waitroom.boot;

/** Which version of the service this is; a test keeps it equal to the one in {@code pom.xml}. */
final class Version {
  static final String CURRENT = "1.0.0";

  private Version() {}
}
