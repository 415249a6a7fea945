package io.waitroom.http;

import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PlainSocket;
import java.lang.reflect.Field;
import java.net.Socket;
import java.util.Optional;

/**
 * Takes a connection's socket from Helidon, which then closes another in its stead and forgets
 * everything that it keeps for a connection: a thread, its stack, a read buffer of 8 KB. Helidon
 * 4.3 has no way to ask for that; a field of its own is set.
 */
public final class SocketTakeover {
  private static final System.Logger LOGGER = System.getLogger(SocketTakeover.class.getName());
  private static final Optional<Field> SOCKET = field();

  private SocketTakeover() {}

  /** Whether it works with this Helidon and this JDK. */
  public static boolean isPossible() {
    return SOCKET.isPresent();
  }

  /** The socket, which is the caller's from now on; empty if Helidon keeps it, as it does TLS. */
  public static Optional<Socket> take(HelidonSocket helidons) {
    if (SOCKET.isEmpty() || helidons.getClass() != PlainSocket.class) {
      return Optional.empty();
    }
    try {
      Socket socket = (Socket) SOCKET.get().get(helidons);
      SOCKET.get().set(helidons, new Socket());
      return Optional.of(socket);
    } catch (IllegalAccessException e) {
      return Optional.empty();
    }
  }

  private static Optional<Field> field() {
    try {
      Field field = PlainSocket.class.getDeclaredField("delegate");
      field.setAccessible(true);
      return Optional.of(field);
    } catch (NoSuchFieldException | RuntimeException e) {
      LOGGER.log(System.Logger.Level.WARNING, "Streams cost more: Helidon keeps their sockets", e);
      return Optional.empty();
    }
  }
}
