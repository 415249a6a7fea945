package io.waitroom.lab.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The main class of a {@link Worker}: does what it is told until the connection ends. */
final class WorkerMain {
  /** How an answer begins that is none. */
  static final String FAILED = "FAILED ";

  private WorkerMain() {}

  /**
   * Runs until the other side closes.
   *
   * @param arguments the port to connect to
   */
  public static void main(String[] arguments) throws IOException {
    Map<String, Task> tasks =
        Map.of(
            "gets",
            LoadTask::gets,
            "joins",
            LoadTask::joins,
            "produce",
            ProduceTask::run,
            "streams",
            new StreamsTask()::run);
    int port = Integer.parseInt(arguments[0]);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        Writer out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.write(answer(tasks, line.split(" ", -1)) + "\n");
        out.flush();
      }
    }
  }

  private static String answer(Map<String, Task> tasks, String[] words) {
    Task task = tasks.get(words[0]);
    if (task == null) {
      return FAILED + "nobody knows " + words[0];
    }
    try {
      return task.run(words);
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      return FAILED + e;
    }
  }
}
