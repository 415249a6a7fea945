package io.waitroom.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A real nginx on 127.0.0.1, as one process without privileges, in a temporary directory of its
 * own. It runs a configuration of this repository in which only addresses and the like are changed.
 */
public final class NginxServer implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(15);
  private static final String LOG_DIRECTORY = "/var/log/nginx";
  private static final String LISTEN = "listen 80;";

  private final Path directory;
  private final int port;
  private final ChildProcess process;

  private NginxServer(Path directory, int port, ChildProcess process) {
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  /**
   * Starts a server and returns when it listens.
   *
   * @param configuration for the http block; has to listen on port 80 and to log below {@value
   *     #LOG_DIRECTORY}
   * @param changes what to put in place of what; each has to be there
   */
  public static NginxServer start(Path configuration, Map<String, String> changes) {
    Path directory = OrphanKiller.temporaryDirectory("nginx");
    int port = Ports.free();
    try {
      String text = Files.readString(configuration);
      text = swap(text, LISTEN, "listen 127.0.0.1:%d;".formatted(port));
      text = swap(text, LOG_DIRECTORY, directory.toString());
      for (Map.Entry<String, String> change : changes.entrySet()) {
        text = swap(text, change.getKey(), change.getValue());
      }
      Files.writeString(directory.resolve("waitroom.conf"), text);
      Files.writeString(directory.resolve("nginx.conf"), main(directory));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot configure nginx", e);
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Tool.NGINX.path(), "-p", directory.toString(), "-c", "nginx.conf", "-e", "stderr"));
    ChildProcess process = ChildProcess.start("nginx on port " + port, builder);
    process.await("listen", START_LIMIT, () -> listens(port));
    return new NginxServer(directory, port, process);
  }

  /** Where it listens. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** What it has logged of requests. */
  public String accessLog() {
    try {
      return Files.readString(directory.resolve("waitroom.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it has logged of itself. */
  public List<String> errorLog() {
    return process.err();
  }

  @Override
  public void close() {
    process.close();
    OrphanKiller.remove(directory);
  }

  /** What stands around the configuration; one process, so that killing it leaves none behind. */
  private static String main(Path directory) {
    return """
    daemon off;
    master_process off;
    pid nginx.pid;
    events { }
    http {
      client_body_temp_path %1$s/body;
      proxy_temp_path %1$s/proxy;
      fastcgi_temp_path %1$s/fastcgi;
      uwsgi_temp_path %1$s/uwsgi;
      scgi_temp_path %1$s/scgi;
      include waitroom.conf;
    }
    """
        .formatted(directory);
  }

  private static String swap(String text, String from, String to) {
    if (!text.contains(from)) {
      throw new IllegalStateException("the configuration has no " + from);
    }
    return text.replace(from, to);
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false; // not yet
    }
  }
}
