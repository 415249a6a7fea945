package io.waitroom.lab.bench;

import io.waitroom.lab.load.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Causes load with requests that are prepared before it begins. */
final class LoadTask {
  private static final int USER_DIGITS = 12;

  private LoadTask() {}

  /** {@code gets port connections millis file}: GET of the paths in a file, one after the other. */
  static String gets(String[] words) throws IOException {
    Target target = target(words);
    List<ByteBuffer> requests =
        Files.readAllLines(Path.of(words[4])).stream()
            .map(path -> ByteBuffer.wrap(target.request("GET", path)))
            .toList();
    int[] next = {0};
    return run(words, 200, () -> requests.get(next[0]++ % requests.size()).duplicate());
  }

  /**
   * {@code joins port connections millis path event first}: POST of one user after the other, each
   * once.
   */
  static String joins(String[] words) throws IOException {
    String body =
        "{\"event_id\":\"%s\",\"user_id\":\"%s\"}".formatted(words[5], "0".repeat(USER_DIGITS));
    byte[] template = target(words).json("POST", words[4], body);
    int digitsAt = template.length - USER_DIGITS - 2;
    long[] next = {Long.parseLong(words[6])};
    return run(
        words,
        201,
        () -> {
          byte[] request = template.clone();
          long number = next[0]++;
          for (int i = digitsAt + USER_DIGITS - 1; number > 0; i--, number /= 10) {
            request[i] = (byte) ('0' + number % 10);
          }
          return ByteBuffer.wrap(request);
        });
  }

  private static String run(String[] words, int status, Requests requests) throws IOException {
    int connections = Integer.parseInt(words[2]);
    Duration window = Duration.ofMillis(Long.parseLong(words[3]));
    try (ClosedLoop loop = new ClosedLoop(target(words).port(), connections, status, requests)) {
      return loop.run(window).words();
    }
  }

  private static Target target(String[] words) {
    return new Target("127.0.0.1", Integer.parseInt(words[1]), false, "");
  }
}
