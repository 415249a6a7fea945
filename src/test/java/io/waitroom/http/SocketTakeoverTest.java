package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.common.socket.PlainSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/**
 * What a stream takes from Helidon; by a field of Helidon's, which another version may not have.
 */
class SocketTakeoverTest {
  @Test
  void socket_thatIsTaken_outlivesHelidonsConnection() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket accepted = server.accept()) {
      PlainSocket helidons = PlainSocket.server(accepted, "channel", "server");

      Socket taken = SocketTakeover.take(helidons).orElseThrow();
      helidons.close();

      assertThat(taken).isSameAs(accepted);
      taken.getOutputStream().write('a');
      assertThat(client.getInputStream().read()).isEqualTo('a');
    }
  }
}
