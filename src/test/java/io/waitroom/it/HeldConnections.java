package io.waitroom.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.waitroom.testkit.Eventually;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Connections that are opened, told the beginning of a request, and then held. */
final class HeldConnections implements AutoCloseable {
  private static final int TIMEOUT_MS = 10_000;

  /** Bytes of the system's buffer for what is not read. */
  private static final int SMALL = 2_048;

  /** How long one waits to be let in, and after how many that are not no further one comes. */
  private static final int PATIENCE_MS = 300;

  private static final int REFUSALS = 5;

  private final URI address;
  private final List<Held> held = new ArrayList<>();

  /** A connection and what it was told. */
  private record Held(Socket socket, String beginning) {}

  HeldConnections(URI address) {
    this.address = address;
  }

  /** So many more, with this beginning. */
  void hold(int count, String beginning) throws IOException {
    for (int i = 0; i < count; i++) {
      Socket socket = new Socket(address.getHost(), address.getPort());
      held.add(new Held(socket, beginning));
      socket.getOutputStream().write(beginning.getBytes(ISO_8859_1));
    }
  }

  /** So many more, that send this and read nothing; also those that are cut off meanwhile count. */
  void holdUnread(int count, String text) throws IOException {
    byte[] bytes = text.getBytes(ISO_8859_1);
    for (int i = 0; i < count; i++) {
      Socket socket = new Socket();
      socket.setReceiveBufferSize(SMALL);
      socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), TIMEOUT_MS);
      held.add(new Held(socket, text));
      Thread _ = Thread.ofVirtual().start(() -> send(socket, bytes));
    }
  }

  private static void send(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      // Cut off, or closed at the end of the test.
    }
  }

  /** As many silent ones as are let in, at most so many. */
  void holdAtMost(int count) throws IOException {
    int refused = 0;
    for (int i = 0; i < count && refused < REFUSALS; i++) {
      Socket socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), PATIENCE_MS);
        held.add(new Held(socket, ""));
      } catch (SocketTimeoutException e) {
        socket.close();
        refused++;
      }
    }
  }

  /** So many more that will send nothing after this beginning, and say so. */
  void holdHalfOpen(int count, String beginning) throws IOException {
    hold(count, beginning);
    for (Held connection : held.subList(held.size() - count, held.size())) {
      connection.socket.shutdownOutput();
    }
  }

  /** How many there are. */
  int held() {
    return held.size();
  }

  /** Waits until the server has closed those that were told this. */
  void awaitCutOff(int count, String beginning) {
    Eventually.asserted(() -> {
      int cut = 0;
      for (Held connection : held) {
        cut += connection.beginning.startsWith(beginning) && isClosed(connection.socket) ? 1 : 0;
      }
      if (cut != count) {
        throw new AssertionError("%d of %d are cut off".formatted(cut, count));
      }
    });
  }

  private static boolean isClosed(Socket socket) throws IOException {
    socket.setSoTimeout(1);
    try {
      while (socket.getInputStream().read() >= 0) {
        // What it was told before the end.
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  /** What comes back to these bytes and nothing more, until the server closes. */
  static String answer(URI address, byte[] bytes) {
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(TIMEOUT_MS);
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    } catch (SocketException e) {
      return ""; // closed without reading everything
    } catch (IOException e) {
      throw new AssertionError("no end of the answer to " + new String(bytes, ISO_8859_1), e);
    }
  }

  @Override
  public void close() throws IOException {
    for (Held connection : held) {
      connection.socket.close();
    }
  }
}
