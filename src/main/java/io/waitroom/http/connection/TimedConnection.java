package io.waitroom.http.connection;

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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;

/**
 * A connection as Helidon sees it, but one whose client is cut off when it takes longer than {@link
 * SlowClientGuard#PATIENCE} to send a request that it has begun, first line, headers and body
 * together, whoever reads them, or to take what is written. How long it may be silent between two
 * requests is Helidon's concern (its idle timeout). Confined to the connection's thread.
 */
public final class TimedConnection implements ConnectionContext, AutoCloseable {
  private static final ScopedValue<TimedConnection> CURRENT = ScopedValue.newInstance();

  /** An answer takes heap as what it was made of, too. */
  private static final int WRITE_FACTOR = 2;

  /** Heap of a request that JAX-RS is at work on: objects, and the thread's stack. */
  private static final long REQUEST_BYTES = 40L * 1024;

  /** What a connection does. */
  public interface Conversation {
    void run() throws InterruptedException;
  }

  private final ConnectionContext context;
  private final SlowClientGuard guard;
  private final Deadline client;
  private final RequestReader reader;
  private final DataWriter writer;
  private BooleanSupplier betweenRequests = () -> true;
  private boolean sending;
  private long sendingNanos;

  /**
   * @param context what Helidon has made
   * @param guard watches the client until this is closed
   */
  public TimedConnection(ConnectionContext context, SlowClientGuard guard) {
    this.context = context;
    this.guard = guard;
    this.client = guard.watch();
    this.reader = new RequestReader(this::read, this::isBetweenRequests, this::headTooLarge);
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

  private boolean isBetweenRequests() {
    return betweenRequests.getAsBoolean();
  }

  /** Below Helidon, which would go on to make objects of each line. */
  private void headTooLarge() {
    writer.writeNow(
        TransportAnswers.headersTooLarge(
            "A request may have %d header lines, and %d bytes before its body"
                .formatted(RequestReader.MAX_HEAD_LINES, RequestReader.MAX_HEAD_BYTES)));
  }

  /**
   * The connection that the calling thread serves, if it serves one, is closed when the request at
   * hand has been answered, whatever is left of it.
   */
  public static void closeAfterThisRequest() {
    if (CURRENT.isBound()) {
      CURRENT.get().reader.endAfterThisRequest();
    }
  }

  /** Runs something whose requests are of this connection: {@link #closeAfterThisRequest}. */
  public void serve(Conversation conversation) throws InterruptedException {
    ScopedValue.where(CURRENT, this)
        .<Boolean, InterruptedException>call(() -> {
          conversation.run();
          return true;
        });
  }

  /** What the client has sent next; null at the end. */
  private byte[] read() {
    if (reader.isIdle()) {
      sending = false;
      client.hold(0);
      client.beginIdle(!reader.hasRead());
      return receive();
    }
    if (!sending) {
      sending = true;
      sendingNanos = guard.nanos();
    }
    client.hold(reader.heldBytes() + (reader.isInHead() ? 0 : REQUEST_BYTES));
    client.beginRead(sendingNanos);
    return receive();
  }

  private byte[] receive() {
    byte[] bytes;
    boolean isCut;
    try {
      bytes = context.serverSocket().get();
    } catch (UncheckedIOException e) {
      // As Helidon's own reader has it; anything else would be logged as a failure of ours.
      throw new ServerConnectionException("The client is gone", e);
    } finally {
      isCut = client.end();
    }
    requireWhole(isCut);
    return counted(bytes);
  }

  private byte[] counted(byte[] bytes) {
    if (bytes != null) {
      reader.count(bytes.length);
      client.hold(reader.heldBytes());
    }
    return bytes;
  }

  private void write(long bytes, Runnable write) {
    client.hold(reader.heldBytes() + REQUEST_BYTES + bytes * WRITE_FACTOR);
    client.beginWrite();
    boolean isCut;
    try {
      write.run();
    } catch (UncheckedIOException e) {
      throw new ServerConnectionException("The client is gone", e);
    } finally {
      isCut = client.end();
      client.hold(reader.heldBytes());
      sending = false; // what comes now has its own time
    }
    requireWhole(isCut);
  }

  /** A client that was cut off when what it had kept us waiting for had just come is gone, too. */
  private static void requireWhole(boolean isCut) {
    if (isCut) {
      throw new ServerConnectionException("The client was cut off", new IOException("too slow"));
    }
  }

  private final class Writer implements DataWriter {
    private final DataWriter socket;

    Writer(DataWriter socket) {
      this.socket = socket;
    }

    private static long bytes(BufferData... buffers) {
      long bytes = 0;
      for (BufferData buffer : buffers) {
        bytes += buffer.available();
      }
      return bytes;
    }

    @Override
    public void write(BufferData... buffers) {
      TimedConnection.this.write(bytes(buffers), () -> socket.write(buffers));
    }

    @Override
    public void write(BufferData buffer) {
      TimedConnection.this.write(buffer.available(), () -> socket.write(buffer));
    }

    @Override
    public void writeNow(BufferData... buffers) {
      TimedConnection.this.write(bytes(buffers), () -> socket.writeNow(buffers));
    }

    @Override
    public void writeNow(BufferData buffer) {
      TimedConnection.this.write(buffer.available(), () -> socket.writeNow(buffer));
    }

    @Override
    public void flush() {
      TimedConnection.this.write(0, socket::flush);
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
