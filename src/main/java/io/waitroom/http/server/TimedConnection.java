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
import org.jspecify.annotations.Nullable;

/**
 * A connection as Helidon sees it, but one whose client is cut off when it takes longer than {@link
 * SlowClientGuard#PATIENCE} to send a request that it has begun, first line, headers and body
 * together, whoever reads them, or to take what is written; and whose request does not count as
 * being worked on while it is waited for. How long it may be silent between two requests is
 * Helidon's concern (its idle timeout). Confined to the connection's thread.
 */
public final class TimedConnection implements ConnectionContext, AutoCloseable {
  private static final ScopedValue<TimedConnection> CURRENT = ScopedValue.newInstance();

  /** What a connection does. */
  public interface Conversation {
    void run() throws InterruptedException;
  }

  private final ConnectionContext context;
  private final SlowClientGuard.Deadline client;
  private final RequestReader reader;
  private final DataWriter writer;
  private BooleanSupplier betweenRequests = () -> true;
  private boolean sending;
  private long sendingNanos;
  private @Nullable RequestLimit counting;

  /**
   * @param context what Helidon has made
   * @param client closed with this
   */
  public TimedConnection(ConnectionContext context, SlowClientGuard.Deadline client) {
    this.context = context;
    this.client = client;
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
   * The connection that the calling thread serves, if it serves one, works on a request from now
   * on.
   *
   * @param limit counts it; null when none is worked on any more
   */
  public static void countedBy(@Nullable RequestLimit limit) {
    if (CURRENT.isBound()) {
      CURRENT.get().counting = limit;
    }
  }

  /**
   * The connection that the calling thread serves, if it serves one, is closed when the request at
   * hand has been answered, whatever is left of it.
   */
  static void closeAfterThisRequest() {
    if (CURRENT.isBound()) {
      CURRENT.get().reader.endAfterThisRequest();
    }
  }

  /** Runs something whose requests are of this connection: {@link #countedBy}. */
  public void serve(Conversation conversation) throws InterruptedException {
    ScopedValue.where(CURRENT, this)
        .<Boolean, InterruptedException>call(() -> {
          conversation.run();
          return true;
        });
  }

  /** What the client has sent next; null at the end. */
  private byte[] read() {
    try {
      if (reader.isIdle()) {
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
    } finally {
      endWait();
      sending = false; // what comes now has its own time
    }
  }

  /**
   * @param since when the client's time began, by {@link System#nanoTime}
   */
  private void beginWait(long since) {
    if (counting != null) {
      counting.leave();
    }
    client.begin(since);
  }

  /** Whatever happened: a request that is counted gives up its permit once, at its end. */
  private void endWait() {
    boolean _ = client.end();
    if (counting != null) {
      counting.takeBack();
    }
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
