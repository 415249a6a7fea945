package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.Command;
import io.waitroom.testkit.NeedsTool;
import io.waitroom.testkit.Npm;
import io.waitroom.testkit.RunningService;
import io.waitroom.testkit.Tool;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Clients generated from the API document compile, and get a buyer through the running service. */
class GeneratedClientIT {
  private static final Path SOURCES = Path.of("src", "test", "clients").toAbsolutePath();
  private static final Path CLIENTS = Path.of("target", "clients").toAbsolutePath();
  private static final Path JDK = Path.of(System.getProperty("java.home"), "bin");

  private static final List<String> A_BUYERS_WAY =
      List.of(
          "joined 201 at 1",
          "again 200",
          "refused 409 already-joined",
          "status queued at 1",
          "left abandoned");

  @Test
  void javaClient_compilesAndGetsThrough() throws Exception {
    Path client = generated("java");
    Path classes = Files.createDirectories(client.resolve("classes"));
    List<String> compile = new ArrayList<>();
    compile.addAll(List.of(JDK.resolve("javac").toString(), "-nowarn", "-d", classes.toString()));
    compile.addAll(List.of("-cp", classPath(), SOURCES.resolve("java/Buyer.java").toString()));
    compile.addAll(filesBelow(client.resolve("src/main/java")));
    Command.run(client, compile);

    try (RunningService service = RunningService.start()) {
      List<String> said =
          Command.run(
              client,
              List.of(
                  JDK.resolve("java").toString(),
                  "-Xmx128m",
                  "-cp",
                  classes + File.pathSeparator + classPath(),
                  "Buyer",
                  service.url(),
                  RunningService.ADMIN_KEY,
                  "java"));

      assertThat(said).containsExactlyElementsOf(A_BUYERS_WAY);
    }
  }

  @NeedsTool({Tool.NODE, Tool.NPM})
  @Test
  void typescriptClient_compilesAndGetsThrough() throws Exception {
    Path client = generated("typescript");
    for (String file : List.of("buyer.ts", "package.json", "tsconfig.json")) {
      Files.copy(
          SOURCES.resolve("typescript").resolve(file),
          client.resolve(file),
          StandardCopyOption.REPLACE_EXISTING);
    }
    Npm.install(client);
    Command.run(client, List.of(client.resolve("node_modules/.bin/tsc").toString(), "-p", "."));

    try (RunningService service = RunningService.start()) {
      List<String> said =
          Command.run(
              client,
              List.of(
                  "node", "out/buyer.js", service.url(), RunningService.ADMIN_KEY, "typescript"));

      assertThat(said).containsExactlyElementsOf(A_BUYERS_WAY);
    }
  }

  @NeedsTool({Tool.NODE, Tool.NPM})
  @Test
  void document_passesTheLinter() throws Exception {
    assertThat(Npm.run(Path.of(""), List.of(".ci/lint-openapi")))
        .anyMatch(line -> line.contains("Your API description is valid"));
  }

  private static Path generated(String language) {
    Path client = CLIENTS.resolve(language);
    assertThat(client).as("mvn pre-integration-test generates the clients").isDirectory();
    return client;
  }

  private static List<String> filesBelow(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.map(Path::toString).filter(name -> name.endsWith(".java")).toList();
    }
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
