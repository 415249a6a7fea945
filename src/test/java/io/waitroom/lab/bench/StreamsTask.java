package io.waitroom.lab.bench;

import io.waitroom.lab.load.HttpConnection;
import io.waitroom.lab.load.Target;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/** Holds thousands of event streams open and knows which of them have spoken of late. */
final class StreamsTask {
  private static final int OPENING_AT_ONCE = 200;
  private static final int SILENCE_MAX_MS = 300_000;
  private static final Duration POLL = Duration.ofMillis(50);

  /** One open stream. */
  private static final class Stream {
    private volatile long lastEventNanos = System.nanoTime();
    private volatile boolean open = true;
  }

  private final Queue<Stream> streams = new ConcurrentLinkedQueue<>();
  private final Queue<HttpConnection> connections = new ConcurrentLinkedQueue<>();
  private volatile long mark = System.nanoTime();
  private final Semaphore opening = new Semaphore(OPENING_AT_ONCE);

  /**
   * {@code streams open port file}: opens one for each path in the file; how many were answered.
   * {@code streams mark}, then {@code streams live millis}: how many have spoken since the mark,
   * when all have or the time is up. {@code streams close}.
   */
  String run(String[] words) throws IOException, InterruptedException {
    return switch (words[1]) {
      case "open" -> open(Integer.parseInt(words[2]), Files.readAllLines(Path.of(words[3])));
      case "mark" -> mark();
      case "live" -> live(Duration.ofMillis(Long.parseLong(words[2])));
      case "close" -> close();
      default -> throw new IllegalArgumentException(words[1]);
    };
  }

  private String open(int port, List<String> paths) throws InterruptedException {
    Target target = new Target("127.0.0.1", port, false, "");
    for (String path : paths) {
      opening.acquire();
      Thread.ofVirtual().start(() -> hold(target, path));
    }
    opening.acquire(OPENING_AT_ONCE);
    opening.release(OPENING_AT_ONCE);
    return Integer.toString(streams.size());
  }

  private void hold(Target target, String path) {
    Stream stream = new Stream();
    boolean counted = true;
    try (HttpConnection connection = new HttpConnection(target, SILENCE_MAX_MS)) {
      connections.add(connection);
      int status =
          connection.open(target.request("GET", path, "Accept: text/event-stream")).status();
      if (status == 200) {
        streams.add(stream);
      }
      opening.release();
      counted = false;
      if (status == 200) {
        listen(connection, stream);
      }
    } catch (IOException e) {
      stream.open = false;
    } finally {
      stream.open = false;
      if (counted) {
        opening.release();
      }
    }
  }

  private static void listen(HttpConnection connection, Stream stream) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(connection.body(), StandardCharsets.UTF_8), 512);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("data:")) {
        stream.lastEventNanos = System.nanoTime();
      }
    }
  }

  private String mark() {
    mark = System.nanoTime();
    return "marked";
  }

  private String live(Duration limit) throws InterruptedException {
    long live = 0;
    while (live < streams.size() && System.nanoTime() - mark < limit.toNanos()) {
      Thread.sleep(POLL);
      live =
          streams.stream()
              .filter(stream -> stream.open && stream.lastEventNanos - mark > 0)
              .count();
    }
    return live + " " + (System.nanoTime() - mark) / 1e9;
  }

  private String close() {
    connections.forEach(HttpConnection::close);
    connections.clear();
    streams.clear();
    return "closed";
  }
}
