package io.waitroom.boot;

/** Spike. */
public final class Main {
  private Main() {}

  /** Runs. */
  public static void main(String[] args) {
    io.helidon.microprofile.cdi.Main.main(args);
  }
}
