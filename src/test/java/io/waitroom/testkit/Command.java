package io.waitroom.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A command that runs to its end. */
public final class Command {
  private Command() {}

  /** Runs a command and returns what it says on standard output; fails when the command does. */
  public static List<String> run(Path directory, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("output", ".txt");
    Path errors = Files.createTempFile("errors", ".txt");
    try {
      int code =
          new ProcessBuilder(command)
              .directory(directory.toAbsolutePath().toFile())
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile())
              .start()
              .waitFor();
      if (code != 0) {
        throw new AssertionError(
            "%s ended with %d\n%s\n%s"
                .formatted(
                    command.getFirst(), code, Files.readString(output), Files.readString(errors)));
      }
      return Files.readAllLines(output);
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
  }
}
