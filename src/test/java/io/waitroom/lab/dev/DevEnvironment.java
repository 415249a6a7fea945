package io.waitroom.lab.dev;

import io.waitroom.testkit.KafkaBroker;
import io.waitroom.testkit.Ports;
import io.waitroom.testkit.RedisServer;
import io.waitroom.testkit.ServiceProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.KafkaException;

/**
 * The main class behind {@code mvn -Pdev}: starts Redis, Kafka and the service, makes topics and an
 * event, says where everything is, and ends all of it, the youngest first, when it is told to stop
 * or when Maven is gone.
 */
final class DevEnvironment {
  private static final int PARTITIONS = 10;
  private static final Duration PORT_LIMIT = Duration.ofSeconds(3);
  private static final Duration POLL = Duration.ofMillis(50);

  private final DevSettings settings;
  private final Deque<Runnable> stops = new ArrayDeque<>();
  private volatile boolean stopping;

  private DevEnvironment(DevSettings settings) {
    this.settings = settings;
  }

  /**
   * Runs until SIGINT, SIGTERM or the end of the service.
   *
   * @param arguments {@code --end-with-parent}: also stop when the process that started this one is
   *     gone
   */
  public static void main(String[] arguments) {
    if (List.of(arguments).contains("--end-with-parent")) {
      endWithParent();
    }
    System.exit(run());
  }

  private static int run() {
    try {
      DevEnvironment environment = new DevEnvironment(DevSettings.of(System.getenv()));
      environment.requirePorts();
      Runtime.getRuntime().addShutdownHook(new Thread(environment::stop, "dev-stop"));
      return environment.serve();
    } catch (IllegalArgumentException | IllegalStateException e) {
      say(String.valueOf(e.getMessage()));
      return 1;
    }
  }

  private int serve() {
    try {
      settings.redisPort().ifPresent(this::startRedis);
      settings.kafkaPort().ifPresent(this::startKafka);
      if (settings.kafkaPort().isEmpty()) {
        settings.kafka().ifPresent(this::makeTopics);
      }
      ServiceProcess service = startService();
      makeEvent();
      System.out.println(Banner.of(settings));
      int code = service.exitCode();
      if (!stopping) {
        say("the service ended with " + code);
      }
      return code;
    } catch (IllegalStateException e) {
      if (stopping) {
        return 1; // what was starting was ended: nothing to complain about
      }
      throw e;
    }
  }

  private void startRedis(int port) {
    say("starting Redis on port " + port);
    RedisServer redis =
        settings
            .redisPassword()
            .map(password -> RedisServer.start(port, "--requirepass", password))
            .orElseGet(() -> RedisServer.start(port));
    onStop(() -> {
      redis.stop();
      redis.close();
    });
  }

  private void startKafka(int port) {
    say("starting Kafka on port " + port);
    KafkaBroker kafka = KafkaBroker.start(port);
    onStop(() -> {
      kafka.stop();
      kafka.close();
    });
    kafka.createTopics(PARTITIONS, settings.topics().toArray(String[]::new));
  }

  private void makeTopics(String brokers) {
    try {
      DevTopics.create(brokers, PARTITIONS, settings.topics());
    } catch (KafkaException e) {
      say("cannot make the topics on " + brokers + ", going on without: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void makeEvent() {
    try {
      DevEvent.create(settings);
    } catch (IOException e) {
      say("the service did not make the event concert-2024, going on without: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ServiceProcess startService() {
    say("starting the service on port " + settings.servicePort());
    ServiceProcess service = ServiceProcess.start(settings.variables(), System.out::println);
    onStop(service::terminate);
    try {
      return service.awaitReady();
    } catch (IllegalStateException e) {
      // The service's own lines have been shown already: no need to repeat them.
      String reason = service.isAlive() ? "is not ready" : "ended with " + service.exitCode();
      throw new IllegalStateException("the service " + reason + "; its last lines are above", e);
    }
  }

  /**
   * Fails on the first busy port; waits a moment for one that an environment before us is just
   * giving back.
   */
  private void requirePorts() {
    settings
        .redisPort()
        .ifPresent(port -> requirePort(port, "Redis", "REDIS_PORT, or a Redis with REDIS_ADDR"));
    settings
        .kafkaPort()
        .ifPresent(
            port -> requirePort(port, "Kafka", "KAFKA_PORT, or a broker with KAFKA_BROKERS"));
    requirePort(settings.servicePort(), "the service", "SERVER_PORT");
  }

  private static void requirePort(int port, String user, String variable) {
    long end = System.nanoTime() + PORT_LIMIT.toNanos();
    while (!Ports.isFree(port)) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException(
            "port %d for %s is in use; choose another port with %s"
                .formatted(port, user, variable));
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private synchronized void onStop(Runnable stop) {
    if (stopping) {
      stop.run(); // told to stop while this one was starting
    } else {
      stops.push(stop);
    }
  }

  private synchronized void stop() {
    stopping = true;
    if (!stops.isEmpty()) {
      say("stopping");
    }
    while (!stops.isEmpty()) {
      stops.pop().run();
    }
  }

  /** Ends this JVM when the process that started it is gone. */
  static void endWithParent() {
    ProcessHandle.current()
        .parent()
        .ifPresent(parent -> {
          var _ = parent.onExit().thenRun(() -> System.exit(1));
        });
  }

  private static void say(String line) {
    System.out.println("waitroom dev: " + line);
  }
}
