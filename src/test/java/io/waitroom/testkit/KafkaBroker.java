package io.waitroom.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;

/**
 * A real Kafka broker (KRaft, broker and controller in one) on 127.0.0.1, in a JVM and a temporary
 * directory of its own. It makes no topic by itself. Not thread-safe, apart from the accessors.
 */
public final class KafkaBroker extends LocalServer {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
  private static final Duration CALL_LIMIT = Duration.ofSeconds(30);

  private final int port;
  private final int farPort = Ports.free();
  private final Path properties;
  private volatile int farAddress = farPort;

  private KafkaBroker(Path directory, int port, Path properties) {
    super("Kafka broker on port " + port, directory, STOP_LIMIT);
    this.port = port;
    this.properties = properties;
  }

  /** Starts a broker on a free port and returns when it serves clients. */
  public static KafkaBroker start() {
    return start(Ports.free());
  }

  /** Starts a broker on the given port and returns when it serves clients. */
  public static KafkaBroker start(int port) {
    KafkaBroker broker = onPort(port);
    broker.launchOrClose();
    return broker;
  }

  /**
   * Starts a broker that some clients reach by a way of their own, such as a proxy: it sends those
   * who come by its second port on to the port that {@code way} makes of that one.
   */
  public static KafkaBroker startBehind(IntUnaryOperator way) {
    KafkaBroker broker = onPort(Ports.free());
    broker.farAddress = way.applyAsInt(broker.farPort);
    broker.launchOrClose();
    return broker;
  }

  private static KafkaBroker onPort(int port) {
    Path directory = OrphanKiller.temporaryDirectory("kafka");
    return new KafkaBroker(directory, port, directory.resolve("server.properties"));
  }

  /**
   * The broker of this JVM, started when first asked for: use topics of your own. Do not stop it.
   */
  public static KafkaBroker shared() {
    return Shared.BROKER;
  }

  /** Host and port, as {@code KAFKA_BROKERS} wants them. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  /** The port it listens on. */
  public int port() {
    return port;
  }

  /** Makes the topics, one replica each, and returns when every partition has its leader. */
  public void createTopics(int partitions, String... names) {
    List<NewTopic> topics =
        Stream.of(names).map(name -> new NewTopic(name, partitions, (short) 1)).toList();
    try (Admin admin = admin()) {
      admin.createTopics(topics).all().get(CALL_LIMIT.toSeconds(), TimeUnit.SECONDS);
      running().await("elect leaders", CALL_LIMIT, () -> haveLeaders(admin, List.of(names)));
    } catch (ExecutionException e) {
      throw new KafkaException("cannot make topics " + List.of(names), e.getCause());
    } catch (TimeoutException e) {
      throw new KafkaException("cannot make topics " + List.of(names), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KafkaException(e);
    }
  }

  private void configure() {
    int controllerPort = Ports.free();
    try {
      Files.writeString(
          properties,
          """
          process.roles=broker,controller
          node.id=1
          controller.quorum.voters=1@127.0.0.1:%1$d
          listeners=PLAINTEXT://127.0.0.1:%2$d,FAR://127.0.0.1:%4$d,CONTROLLER://127.0.0.1:%1$d
          advertised.listeners=PLAINTEXT://127.0.0.1:%2$d,FAR://127.0.0.1:%5$d
          listener.security.protocol.map=PLAINTEXT:PLAINTEXT,FAR:PLAINTEXT,CONTROLLER:PLAINTEXT
          controller.listener.names=CONTROLLER
          inter.broker.listener.name=PLAINTEXT
          log.dirs=%3$s
          auto.create.topics.enable=false
          offsets.topic.num.partitions=1
          offsets.topic.replication.factor=1
          transaction.state.log.num.partitions=1
          transaction.state.log.replication.factor=1
          transaction.state.log.min.isr=1
          group.initial.rebalance.delay.ms=0
          group.min.session.timeout.ms=500
          broker.heartbeat.interval.ms=200
          broker.session.timeout.ms=2000
          num.network.threads=2
          num.io.threads=2
          num.recovery.threads.per.data.dir=1
          log.cleaner.dedupe.buffer.size=4194304
          """
              .formatted(controllerPort, port, logDirectory(), farPort, farAddress));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + properties, e);
    }
  }

  @Override
  void launch() {
    Ports.requireFree(port);
    if (!Files.exists(properties)) {
      configure();
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xms64m",
            "-Xmx384m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Djava.io.tmpdir=" + directory(),
            "-Djava.util.logging.config.class=" + TestLogging.class.getName(),
            BrokerMain.class.getName(),
            properties.toString(),
            logDirectory().toString());
    builder.directory(directory().toFile());
    builder.environment().put("CLASSPATH", ClassPath.withoutTheService());
    ChildProcess started = ChildProcess.start(name(), builder);
    runs(started);
    started.await("open its port", START_LIMIT, () -> !Ports.isFree(port));
    try (Admin admin = admin()) {
      started.await("serve clients", START_LIMIT, () -> serves(admin));
    }
  }

  /** Where the folders of the partitions are. */
  public Path partitions() {
    return logDirectory();
  }

  private Path logDirectory() {
    return directory().resolve("data");
  }

  private Admin admin() {
    return Admin.create(
        Map.<String, Object>of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers(),
            AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
            100));
  }

  private static boolean serves(Admin admin) {
    try {
      return !admin.describeCluster().nodes().get(2, TimeUnit.SECONDS).isEmpty();
    } catch (ExecutionException | TimeoutException e) {
      return false; // starting
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean haveLeaders(Admin admin, List<String> topics) {
    try {
      return admin.describeTopics(topics).allTopicNames().get(2, TimeUnit.SECONDS).values().stream()
          .map(TopicDescription::partitions)
          .flatMap(List::stream)
          .allMatch(partition -> partition.leader() != null);
    } catch (ExecutionException | TimeoutException e) {
      return false; // not known everywhere yet
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Holder of the shared broker, so that it starts on first use only. */
  private static final class Shared {
    static final KafkaBroker BROKER = startShared();

    private static KafkaBroker startShared() {
      KafkaBroker broker = KafkaBroker.start();
      Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "kafka-stop"));
      return broker;
    }
  }
}
