package io.waitroom.lab.bench;

import io.waitroom.testkit.ChildProcess;
import io.waitroom.testkit.ClassPath;
import io.waitroom.testkit.TestLogging;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of its own that does one task after the other: what it burns is not the service's and
 * not ours. One line of words goes to it, one comes back. Not thread-safe.
 */
final class Worker implements AutoCloseable {
  private static final int START_LIMIT_MS = 30_000;

  private final ChildProcess process;
  private final Socket socket;
  private final BufferedReader in;
  private final Writer out;

  private Worker(ChildProcess process, Socket socket) throws IOException {
    this.process = process;
    this.socket = socket;
    this.in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    this.out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8);
  }

  /** Starts one; returns when it listens. */
  static Worker start(List<String> jvmFlags) {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(START_LIMIT_MS);
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(jvmFlags);
      command.add("-Djava.util.logging.config.class=" + TestLogging.class.getName());
      command.add(WorkerMain.class.getName());
      command.add(Integer.toString(server.getLocalPort()));
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().put("CLASSPATH", ClassPath.whole());
      ChildProcess process = ChildProcess.start("bench worker", builder);
      try {
        return new Worker(process, server.accept());
      } catch (IOException e) {
        List<String> said = process.output();
        process.close();
        throw new IOException("the bench worker did not come up: " + said, e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Has a task done.
   *
   * @param task its name and its arguments, without spaces in them
   * @return what it answered
   * @throws IllegalStateException with its words when it could not do it
   */
  String[] call(Object... task) {
    List<String> words = new ArrayList<>();
    for (Object word : task) {
      words.add(String.valueOf(word));
    }
    try {
      out.write(String.join(" ", words) + "\n");
      out.flush();
      String answer = in.readLine();
      if (answer == null) {
        throw new IllegalStateException("the bench worker is gone: " + process.output());
      }
      if (answer.startsWith(WorkerMain.FAILED)) {
        throw new IllegalStateException(words.getFirst() + ": " + answer);
      }
      return answer.split(" ", -1);
    } catch (IOException e) {
      throw new UncheckedIOException("the bench worker is gone: " + process.output(), e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      process.close();
    }
  }
}
