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

/**
 * A real HAProxy on 127.0.0.1 before one server, whose connections it uses again for any client. It
 * runs in the foreground, in a temporary directory of its own.
 */
public final class HaProxyServer implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(15);

  private final Path directory;
  private final int port;
  private final ChildProcess process;

  private HaProxyServer(Path directory, int port, ChildProcess process) {
    this.directory = directory;
    this.port = port;
    this.process = process;
  }

  /**
   * Starts a proxy and returns when it listens.
   *
   * @param server where requests go
   * @param denied a path that no client of the proxy may ask for
   */
  public static HaProxyServer start(URI server, String denied) {
    Path directory = OrphanKiller.temporaryDirectory("haproxy");
    int port = Ports.free();
    String configuration =
        """
        global
          maxconn 200
        defaults
          mode http
          timeout connect 5s
          timeout client 10s
          timeout server 10s
        frontend public
          bind 127.0.0.1:%d
          http-request deny if { path_beg %s }
          default_backend service
        backend service
          http-reuse always
          server one %s:%d
        """
            .formatted(port, denied, server.getHost(), server.getPort());
    Path file = directory.resolve("haproxy.cfg");
    try {
      Files.writeString(file, configuration);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot configure HAProxy", e);
    }
    ProcessBuilder builder =
        new ProcessBuilder(List.of(Tool.HAPROXY.path(), "-db", "-f", file.toString()));
    ChildProcess process = ChildProcess.start("haproxy on port " + port, builder);
    process.await("listen", START_LIMIT, () -> listens(port));
    return new HaProxyServer(directory, port, process);
  }

  /** Where it listens. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  @Override
  public void close() {
    process.close();
    OrphanKiller.remove(directory);
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false; // not yet
    }
  }
}
