package io.waitroom.kafka.client;

import io.waitroom.kafka.client.BrokerSurvey.Finding;
import io.waitroom.ops.Service;
import io.waitroom.room.Ticker;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Allows Kafka clients only while brokers are known to speak the protocol that was configured. A
 * client in plaintext that reaches a port with TLS, or anything else, takes the first bytes for a
 * length of hundreds of megabytes and ends the process with it.
 *
 * <p>The watch greets the bootstrap servers ({@link BrokerGreeting}) and keeps a connection to one
 * that answers. When that connection ends it greets again at once; where nobody answers, it tells
 * the clients to close, and looks until a broker is back. Two things it cannot prevent: a broker
 * that changes its protocol faster than a client reconnects, and one that does so while others of
 * its cluster serve. Thread-safe.
 */
@Service
public class BrokerWatch {
  private static final System.Logger LOGGER = System.getLogger(BrokerWatch.class.getName());

  /** While nobody answers: whoever waits for a broker goes on at once. */
  private static final Duration INTERVAL_WHILE_AWAY = Duration.ofMillis(500);

  /** How soon the thread sees that it is to stop, or to look again. */
  private static final Duration GLANCE = Duration.ofMillis(250);

  /** How long a client waits for the first look after the start; as long as a send may block. */
  private static final Duration FIRST_LOOK_LIMIT = Duration.ofSeconds(2);

  private final BrokerSurvey survey;
  private final KafkaHealth health;
  private final StopSignal stop;
  private final Ticker ticker;
  private final CountDownLatch looked = new CountDownLatch(1);
  private final AtomicBoolean again = new AtomicBoolean();
  private final List<Runnable> clients = new CopyOnWriteArrayList<>();
  private volatile @Nullable String problem = "no broker was found yet";
  private boolean said;

  @Inject
  public BrokerWatch(KafkaSettings settings, KafkaHealth health, StopSignal stop, Ticker ticker) {
    this.survey = new BrokerSurvey(settings);
    this.health = health;
    this.stop = stop;
    this.ticker = ticker;
  }

  /** Starts to look; ends with the {@link StopSignal}. */
  public void start() {
    Thread.ofVirtual().name("kafka-watch").start(this::run);
  }

  /** Registers a client; {@code close} is called whenever it must end, and has to be quick. */
  public void onLoss(Runnable close) {
    clients.add(close);
  }

  /** Whether clients may be made and kept. */
  boolean isOpen() {
    return problem == null;
  }

  /** Returns why no client may be made, or null; waits two seconds at most for the first look. */
  @Nullable KafkaException problem() {
    try {
      var _ = looked.await(FIRST_LOOK_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String known = problem;
    return known == null ? null : new KafkaException(known);
  }

  /**
   * Returns if clients may be made.
   *
   * @throws KafkaException with the reason if not
   */
  public void requireOpen() {
    KafkaException known = problem();
    if (known != null) {
      throw known;
    }
  }

  /** A client waits for an answer in vain: greets the brokers anew. */
  void lookAgain() {
    again.set(true);
  }

  private void run() {
    while (!stop.isStopped()) {
      again.set(false);
      long started = ticker.nanos();
      switch (look()) {
        case Finding.Found(var connection) -> {
          said = false;
          problem = null;
          looked.countDown();
          awaitLoss(connection);
        }
        case Finding.Away(String why) -> lose(why, started);
        case Finding.Mismatch(String why) -> {
          say(why);
          lose(why, started);
        }
      }
    }
  }

  private Finding look() {
    try {
      return survey.look();
    } catch (RuntimeException e) {
      return new Finding.Away(FailureText.of(e));
    }
  }

  /** Returns when the connection has ended, or a client waits in vain. */
  private void awaitLoss(@Nullable Socket connection) {
    boolean alive = true;
    while (alive && !again.get() && !stop.isStopped()) {
      alive = connection == null ? !stop.await(GLANCE) : isAlive(connection);
    }
    if (connection != null) {
      BrokerGreeting.closeQuietly(connection);
    }
  }

  /** Waits a moment for the end; a broker says nothing unasked. */
  private static boolean isAlive(Socket connection) {
    try {
      connection.setSoTimeout((int) GLANCE.toMillis());
      return connection.getInputStream().read() >= 0;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void lose(String why, long lookedNanos) {
    problem = why;
    clients.forEach(Runnable::run);
    health.unreachable(why, lookedNanos);
    looked.countDown();
    var _ = stop.await(INTERVAL_WHILE_AWAY);
  }

  /** One line until a broker is found: operators have to act. */
  private void say(String why) {
    if (!said) {
      said = true;
      LOGGER.log(
          System.Logger.Level.WARNING,
          "{0}, and KAFKA_SECURITY_PROTOCOL is {1}: Kafka counts as away until they agree",
          why,
          survey.protocol());
    }
  }
}
