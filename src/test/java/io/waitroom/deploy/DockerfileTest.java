package io.waitroom.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The Dockerfile, as far as it can be judged without an engine. */
class DockerfileTest {
  private static final Path JVM_OPTIONS = Path.of("src/docker/jvm.options");

  @Test
  void image_user_isANumberOtherThanRoot() throws IOException {
    assertThat(user()).isPositive();
  }

  @Test
  void image_entrypoint_isTheJvmItself() throws IOException {
    assertThat(words(instruction("ENTRYPOINT")))
        .containsExactly(
            "/opt/waitroom/java/bin/java",
            "@/app/jvm.options",
            "-XX:AOTCache=/app/waitroom.aot",
            "-jar",
            "/app/waitroom-service.jar");
    assertThat(instruction("STOPSIGNAL")).isEqualTo("SIGTERM");
    assertThat(instruction("EXPOSE")).isEqualTo("8080");
  }

  @Test
  void image_filesOfItsCommands_areCopied() throws IOException {
    List<String> copies = lastStage().stream().filter(line -> line.startsWith("COPY ")).toList();
    for (String command : List.of(instruction("ENTRYPOINT"), instruction("HEALTHCHECK"))) {
      assertThat(words(command.substring(command.indexOf('['))))
          .filteredOn(word -> word.contains("/app/"))
          .isNotEmpty()
          .allSatisfy(word ->
              assertThat(copies)
                  .anyMatch(copy -> copy.contains(word.substring(word.indexOf("/app/")) + " ")));
    }
  }

  @Test
  void image_healthCheck_needsNoShell() throws IOException {
    String check = instruction("HEALTHCHECK");
    assertThat(words(check.substring(check.indexOf('['))))
        .startsWith("/opt/waitroom/java/bin/java", "@/app/probe.options")
        .endsWith("io.waitroom.boot.HealthProbe");
  }

  @Test
  void image_everythingCopied_isOwnedByRootButTheKeysFolder() throws IOException {
    assertThat(lastStage())
        .filteredOn(line -> line.contains("--chown"))
        .singleElement()
        .asString()
        .endsWith("/keys /keys");
  }

  @Test
  void jvmFlags_fitTheLimitWithRoomToSpare() throws IOException {
    List<String> flags = flags(JVM_OPTIONS);
    String share = value(flags, "-XX:MaxRAMPercentage=");
    double heap = 256 * Double.parseDouble(share) / 100;
    long others =
        Stream.of("-XX:MaxMetaspaceSize=", "-XX:ReservedCodeCacheSize=")
            .mapToLong(prefix -> mebibytes(flags, prefix))
            .sum();
    assertThat(heap + others).isLessThan(256);
    assertThat(value(flags, "-XX:MinRAMPercentage="))
        .as("the JVM heeds only this one where the heap is smaller than 126 MiB")
        .isEqualTo(share);
    assertThat(flags).contains("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");
  }

  @Test
  void jvmFlags_areFewAndNoneIsDiagnostic() throws IOException {
    assertThat(flags(JVM_OPTIONS))
        .hasSizeLessThanOrEqualTo(20)
        .noneMatch(flag -> flag.startsWith("-XX:+Unlock") || flag.startsWith("-Xmx"));
  }

  @Test
  void jvmFlags_standInOneFileOnly() throws IOException {
    assertThat(Files.readString(Path.of("src/docs/deploy.md")))
        .contains("java @src/docker/jvm.options -jar target/waitroom-service.jar");
    for (String file : List.of("src/docs/deploy.md", "Dockerfile", "compose.yaml")) {
      assertThat(Files.readString(Path.of(file)))
          .as(file)
          .doesNotContain("-Xmx112m", "-XX:MaxRAMPercentage=");
    }
  }

  /** The user of the image. */
  static long user() throws IOException {
    return Long.parseLong(instruction("USER").split(":", 2)[0]);
  }

  /** The flags of an argument file. */
  static List<String> flags(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }

  private static long mebibytes(List<String> flags, String prefix) {
    String value = value(flags, prefix);
    return Long.parseLong(value.substring(0, value.length() - 1));
  }

  private static String value(List<String> flags, String prefix) {
    String flag = flags.stream().filter(f -> f.startsWith(prefix)).findFirst().orElseThrow();
    return flag.substring(prefix.length());
  }

  /** The words of an exec form, which is JSON. */
  private static List<String> words(String json) {
    JsonNode array = Yaml.parse(json).getFirst();
    assertThat(array.isArray()).as(json).isTrue();
    return Yaml.texts(array);
  }

  private static String instruction(String name) throws IOException {
    List<String> found = lastStage().stream().filter(line -> line.startsWith(name + " ")).toList();
    assertThat(found).as(name).hasSize(1);
    return found.getFirst().substring(name.length() + 1);
  }

  /** Its instructions, one line each. */
  private static List<String> lastStage() throws IOException {
    List<String> lines =
        Files.readString(Path.of("Dockerfile")).replace("\\\n", " ").lines().toList();
    int from = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("FROM ")) {
        from = i;
      }
    }
    return lines.subList(from, lines.size());
  }
}
