package io.waitroom.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.Command;
import io.waitroom.testkit.RedisServer;
import io.waitroom.testkit.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The walk in the README: every command runs as it is printed, and answers as the comment behind it
 * says. Needs bash and curl.
 */
@Timeout(120)
class ReadmeWalkIT {
  private static final Pattern WALK = Pattern.compile("(?s)## A sale in curl\n.*?```sh\n(.*?)```");
  private static final String ADDRESS = "http://localhost:8080";
  private static final String ADMIN_KEY = "dev-admin-key";

  @Test
  void walk_runsAsPrinted_andAnswersAsItsCommentsSay() throws Exception {
    Stream.of("bash", "curl").forEach(ReadmeWalkIT::require);
    String walk = walk();
    List<String> promised =
        walk.lines()
            .filter(line -> line.matches("# (\\{|event:|data:).*"))
            .map(line -> line.substring(2))
            .toList();

    try (RedisServer redis = RedisServer.start();
        ServiceProcess service = ServiceProcess.start(variables(redis)).awaitReady()) {
      String script = walk.replace(ADDRESS, "http://localhost:" + service.port());
      List<String> lines =
          Command.run(Path.of("."), List.of("bash", "-c", makeEvent(service) + script + "\nwait"));

      assertThat(promised).hasSizeGreaterThan(5);
      assertThat(promised)
          .allSatisfy(answer -> assertThat(lines).anyMatch(line -> fits(answer, line)));
    }
  }

  private static String walk() throws IOException {
    Matcher walk = WALK.matcher(Files.readString(Path.of("README.md")));
    assertThat(walk.find()).isTrue();
    assertThat(walk.group(1)).contains(ADDRESS);
    return walk.group(1);
  }

  /** What {@code mvn -Pdev} does besides. */
  private static String makeEvent(ServiceProcess service) {
    return ("curl -s -o /dev/null -X PUT http://localhost:%d/api/v1/admin/events/concert-2024"
            + " -H 'Authorization: Bearer %s' -H 'Content-Type: application/json' -d '{}'\n")
        .formatted(service.port(), ADMIN_KEY);
  }

  private static Map<String, String> variables(RedisServer redis) {
    return Map.of(
        "REDIS_ADDR",
        redis.address(),
        "KAFKA_ENABLED",
        "false",
        "WAITROOM_DEV",
        "true",
        "ADMIN_KEY",
        ADMIN_KEY);
  }

  /** Whether a line is the one printed in the README, where … stands for anything. */
  private static boolean fits(String answer, String line) {
    String pattern =
        Arrays.stream(answer.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return line.matches(pattern);
  }

  private static void require(String program) {
    boolean there =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    Assumptions.assumeTrue(there, program + " is missing: apt-get install -y " + program);
  }
}
