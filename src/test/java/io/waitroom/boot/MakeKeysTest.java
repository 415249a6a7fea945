package io.waitroom.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.boot.config.Environments;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys that {@link MakeKeys} makes are keys that the service takes. */
class MakeKeysTest {
  private static final List<String> NAMES = List.of("SESSION_KEYS", "TOKEN_KEYS", "ADMIN_KEY");

  @TempDir Path directory;

  @Test
  void main_noDirectory_printsAnEnvironmentThatStarts() {
    Map<String, String> environment = new HashMap<>();
    for (String line : run()) {
      String[] parts = line.split("=", 2);
      environment.put(parts[0], parts[1]);
    }

    assertThat(environment).containsOnlyKeys(NAMES);
    assertThat(Environments.problems(environment)).isEmpty();
  }

  @Test
  void main_directory_writesFilesForTheOwnerOnly() throws IOException {
    List<String> said = run(directory.toString());

    Map<String, String> environment = new HashMap<>();
    for (String name : NAMES) {
      Path file = directory.resolve(name);
      environment.put(name, "@" + file);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(String.join("\n", said)).doesNotContain(Files.readString(file).strip());
    }
    assertThat(Environments.problems(environment)).isEmpty();
    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(NAMES.size());
    }
  }

  @Test
  void main_directoryWithKeys_keepsThem() throws IOException {
    Path file = directory.resolve("ADMIN_KEY");
    Files.writeString(file, "the-one-that-was-there");

    assertThat(run(directory.toString())).contains("kept " + file);

    assertThat(file).hasContent("the-one-that-was-there");
    assertThat(directory.resolve("SESSION_KEYS")).isNotEmptyFile();
  }

  @Test
  void main_twice_makesOtherKeys() {
    assertThat(run()).doesNotContainAnyElementsOf(run());
  }

  private static List<String> run(String... arguments) {
    PrintStream before = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      MakeKeys.main(arguments);
    } finally {
      System.setOut(before);
    }
    return said.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
