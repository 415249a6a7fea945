package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.microprofile.testing.AddConfig;
import io.waitroom.http.connection.SlowClientGuard;
import io.waitroom.testkit.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that stop in the middle of a request, or do not read: each is cut off in time. */
@AddConfig(key = "world.inflight", value = "1")
@AddConfig(key = "world.stepped", value = "true")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class StallTest extends HttpTestBase {
  private static final String EVENTS = "/api/v1/waitroom/events/concert-2024";
  private static final String HOST = " HTTP/1.1\r\nHost: localhost\r\n";
  private static final int SMALL = 2_048;
  private static final long POLL_NANOS = 20_000_000;

  @Test
  void requestThatDoesNotComeToItsEnd_isCutOff() throws IOException {
    String post = "POST /api/v1/waitroom/leave/x" + HOST + "Content-Length: 60000\r\n\r\n{";
    try (Socket firstLine = open("GET " + EVENTS);
        Socket head = open("GET " + EVENTS + HOST + "X-Slow: ");
        Socket bodyThatNobodyReads = open(post)) {
      Thread time = passTime();
      assertThat(restOf(firstLine)).isEmpty();
      assertThat(restOf(head)).isEmpty();
      assertThat(restOf(bodyThatNobodyReads))
          .startsWith("HTTP/1.1 404 ")
          .containsOnlyOnce("HTTP/1.1");
      time.interrupt();
    }
    Eventually.until(() -> world.inFlight() == 0);
  }

  /** Time goes by as long as the thread runs: nobody knows when the service begins to wait. */
  private Thread passTime() {
    return Thread.ofVirtual()
        .start(() -> {
          while (!Thread.interrupted()) {
            world.ticker.step(SlowClientGuard.PATIENCE.dividedBy(4));
            LockSupport.parkNanos(POLL_NANOS);
          }
        });
  }

  @Test
  void answersThatAreNotRead_keepNobodyOut() throws Exception {
    try (Socket socket = open("")) {
      AtomicLong sent = new AtomicLong();
      Thread sender = Thread.ofVirtual().start(() -> sendMany(socket, sent));
      AtomicLong before = new AtomicLong(-1);
      Awaitility.await()
          .pollInterval(Duration.ofMillis(300))
          .until(() -> sent.get() == before.getAndSet(sent.get()));
      // Before it is cut off: once its answers are not taken any more, it counts no more.
      Awaitility.await().until(this::isLetIn);
      assertThat(sender.isAlive()).as("held up, and not cut off yet").isTrue();
      Thread time = passTime();
      sender.join();
      time.interrupt();
    }
    Eventually.until(() -> world.inFlight() == 0);
  }

  /** Served many times in a row: it is not just a request between two others. */
  private boolean isLetIn() {
    for (int i = 0; i < 50; i++) {
      if (api.get(EVENTS).status() != 200) {
        return false;
      }
    }
    return true;
  }

  /** Until the answers have filled what the kernel keeps for the connection, and it is closed. */
  private static void sendMany(Socket socket, AtomicLong sent) {
    byte[] request = ("GET " + EVENTS + HOST + "\r\n").getBytes(StandardCharsets.US_ASCII);
    try {
      OutputStream out = socket.getOutputStream();
      while (true) {
        out.write(request);
        sent.incrementAndGet();
      }
    } catch (IOException e) {
      // As it should be: the service has closed the connection.
    }
  }

  private Socket open(String sent) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(SMALL);
    socket.connect(new InetSocketAddress(target.getUri().getHost(), target.getUri().getPort()));
    socket.getOutputStream().write(sent.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** What comes until the service closes the connection. */
  private static String restOf(Socket socket) throws IOException {
    StringBuilder text = new StringBuilder();
    InputStream in = socket.getInputStream();
    try {
      for (int b = in.read(); b >= 0; b = in.read()) {
        text.append((char) b);
      }
    } catch (SocketException e) {
      // Reset: closed too.
    }
    return text.toString();
  }
}
