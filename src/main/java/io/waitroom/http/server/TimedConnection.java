package io.waitroom.http.server;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;

/**
 * A connection as Helidon sees it, but one whose client is cut off when it takes longer than {@link
 * SlowClientGuard#PATIENCE} to send a request that it has begun, headers and body together, whoever
 * reads them, or to take what is written. How long it may be silent between two requests is
 * Helidon's concern (its idle timeout). Confined to the connection's thread.
 */
public final class TimedConnection implements ConnectionContext, AutoCloseable {
  private final ConnectionContext context;
  private final SlowClientGuard.Wait client;
  private final DataReader reader = new DataReader(this::read);
  private final DataWriter writer;
  private BooleanSupplier betweenRequests = () -> true;
  private boolean sending;
  private long sendingNanos;

  /**
   * @param context what Helidon has made
   * @param client closed with this
   */
  public TimedConnection(ConnectionContext context, SlowClientGuard.Wait client) {
    this.context = context;
    this.client = client;
    this.writer = new Writer(context.dataWriter());
  }

  /**
   * Tells the connection how to see that no request is under way.
   *
   * @param between whether the first line of a request is waited for, or read
   */
  public void betweenRequests(BooleanSupplier between) {
    betweenRequests = between;
  }

  /** What the client has sent next; null at the end. */
  private byte[] read() {
    try {
      if (betweenRequests.getAsBoolean()) {
        sending = false;
        return context.serverSocket().get();
      }
      if (!sending) {
        sending = true;
        sendingNanos = System.nanoTime();
      }
      beginWait(sendingNanos);
      try {
        return context.serverSocket().get();
      } finally {
        endWait();
      }
    } catch (UncheckedIOException e) {
      // As Helidon's own reader has it; anything else would be logged as a failure of ours.
      throw new ServerConnectionException("The client is gone", e);
    }
  }

  private void write(Runnable write) {
    beginWait(System.nanoTime());
    try {
      write.run();
    } catch (UncheckedIOException e) {
      throw new ServerConnectionException("The client is gone", e);
    } finally {
      endWait();
      sending = false; // what comes now has its own time
    }
  }

  /**
   * @param since when the client's time began, by {@link System#nanoTime}
   */
  private void beginWait(long since) {
    client.begin(since);
  }

  private void endWait() {
    boolean _ = client.end();
  }

  private final class Writer implements DataWriter {
    private final DataWriter socket;

    Writer(DataWriter socket) {
      this.socket = socket;
    }

    @Override
    public void write(BufferData... buffers) {
      TimedConnection.this.write(() -> socket.write(buffers));
    }

    @Override
    public void write(BufferData buffer) {
      TimedConnection.this.write(() -> socket.write(buffer));
    }

    @Override
    public void writeNow(BufferData... buffers) {
      TimedConnection.this.write(() -> socket.writeNow(buffers));
    }

    @Override
    public void writeNow(BufferData buffer) {
      TimedConnection.this.write(() -> socket.writeNow(buffer));
    }

    @Override
    public void flush() {
      TimedConnection.this.write(socket::flush);
    }
  }

  @Override
  public DataReader dataReader() {
    return reader;
  }

  @Override
  public DataWriter dataWriter() {
    return writer;
  }

  @Override
  public ListenerContext listenerContext() {
    return context.listenerContext();
  }

  @Override
  public ExecutorService executor() {
    return context.executor();
  }

  @Override
  public Router router() {
    return context.router();
  }

  @Override
  public Optional<ProxyProtocolData> proxyProtocolData() {
    return context.proxyProtocolData();
  }

  @Override
  public HelidonSocket serverSocket() {
    return context.serverSocket();
  }

  @Override
  public PeerInfo remotePeer() {
    return context.remotePeer();
  }

  @Override
  public PeerInfo localPeer() {
    return context.localPeer();
  }

  @Override
  public boolean isSecure() {
    return context.isSecure();
  }

  @Override
  public String socketId() {
    return context.socketId();
  }

  @Override
  public String childSocketId() {
    return context.childSocketId();
  }

  /** The client is watched no more. */
  @Override
  public void close() {
    client.close();
  }
}
