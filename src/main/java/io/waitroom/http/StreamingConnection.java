package io.waitroom.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.spi.ServerConnection;
import io.waitroom.http.server.TimedConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is Helidon's until a stream begins on it. A stream is the last answer on its
 * connection, and gets the socket: what Helidon needs to read requests would cost many times what
 * the stream does, as long as that is open. Where it cannot get it, Helidon's thread waits for its
 * end.
 */
final class StreamingConnection implements ServerConnection, InterruptableTask<Void> {
  private static final System.Logger LOGGER = System.getLogger(StreamingConnection.class.getName());

  private final TimedConnection context;
  private final boolean takeover;
  private @Nullable volatile ServerConnection http;

  /**
   * @param http reads requests and answers them
   * @param takeover whether streams get the socket
   */
  StreamingConnection(TimedConnection context, ServerConnection http, boolean takeover) {
    this.context = context;
    this.takeover = takeover;
    this.http = http;
    context.betweenRequests(this::canInterrupt);
  }

  @Override
  public void handle(Limit limit) throws InterruptedException {
    StreamBegins begins = converse(limit);
    if (begins == null) {
      return;
    }
    HelidonSocket socket = context.serverSocket();
    Optional<Socket> taken = takeover ? SocketTakeover.take(socket) : Optional.empty();
    if (taken.isPresent()) {
      Socket ours = taken.get();
      begins.on(new StreamSink(data -> write(data, ours), () -> close(ours), begins.head()));
    } else {
      CountDownLatch ended = new CountDownLatch(1);
      begins.on(new StreamSink(socket::write, ended::countDown, begins.head()));
      ended.await();
    }
  }

  /** Requests and answers, until the connection ends or a stream begins. */
  private @Nullable StreamBegins converse(Limit limit) throws InterruptedException {
    ServerConnection helidons = http;
    if (helidons == null) {
      return null;
    }
    try (context) {
      helidons.handle(limit);
      return null;
    } catch (StreamBegins e) {
      http = null;
      return e;
    }
  }

  private static void write(BufferData data, Socket socket) {
    try {
      data.writeTo(socket.getOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOGGER.log(System.Logger.Level.DEBUG, "a socket did not close: {0}", e.getMessage());
    }
  }

  /** A stream is never idle. */
  @Override
  public Duration idleTime() {
    ServerConnection helidons = http;
    return helidons == null ? Duration.ZERO : helidons.idleTime();
  }

  /** Streams end by themselves when the service stops. */
  @Override
  public void close(boolean interrupt) {
    ServerConnection helidons = http;
    if (helidons != null) {
      helidons.close(interrupt);
    }
  }

  @Override
  public boolean canInterrupt() {
    return http instanceof InterruptableTask<?> task && task.canInterrupt();
  }
}
