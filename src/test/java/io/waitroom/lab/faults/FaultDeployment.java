package io.waitroom.lab.faults;

import io.waitroom.testkit.KafkaBroker;
import io.waitroom.testkit.PackagedImage;
import io.waitroom.testkit.TestKeys;
import io.waitroom.testkit.TopicReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** A deployment: Redis of some kind, a real broker, six topics, and three replicas. */
final class FaultDeployment implements AutoCloseable {
  /** What is special about a deployment. */
  enum Kind {
    /** One redis-server, and everybody talks to it and to the broker directly. */
    SINGLE,
    /** The same, but the service is connected through a network that can be slow. */
    FAR,
    /** A primary, its replica and a sentinel. */
    SENTINEL,
    /** Three primaries, each with a replica. */
    CLUSTER
  }

  private static final AtomicInteger NUMBER = new AtomicInteger();
  static final int REPLICAS = 3;
  private static final int PARTITIONS = 10;
  private static final int CALL_LIMIT_S = 10;

  /** What the manifests give a balancer to forget a replica, made short. */
  private static final Duration PRE_STOP = Duration.ofMillis(500);

  /** How long probes may take to see that a replica is dead. */
  private static final Duration UNNOTICED = Duration.ofSeconds(1);

  private final RedisTopology topology;
  private final KafkaBroker broker;
  private final Topics topics = new Topics("-f" + NUMBER.incrementAndGet());
  private final Router router = new Router();
  private final List<Replica> replicas = new ArrayList<>();
  private final Shop shop;

  /** Messages that are in the topics no more. */
  private final List<Message> archive = new ArrayList<>();

  private FaultDeployment(
      PackagedImage image, RedisTopology topology, KafkaBroker broker, String brokersForService) {
    this.topology = topology;
    this.broker = broker;
    broker.createTopics(PARTITIONS, topics.all());
    this.shop = new Shop(broker.bootstrapServers(), topics);
    for (int i = 0; i < REPLICAS; i++) {
      Map<String, String> environment = environment(brokersForService);
      environment.put("KAFKA_CONSUMER_INSTANCE_ID", "replica-" + i);
      replicas.add(new Replica(image, environment));
    }
  }

  /**
   * Starts everything on this topology, which it closes in the end, and returns when it is ready.
   */
  static FaultDeployment start(
      PackagedImage image, RedisTopology topology, KafkaBroker broker, String brokersForService) {
    FaultDeployment deployment = new FaultDeployment(image, topology, broker, brokersForService);
    deployment.replicas.forEach(Replica::start);
    deployment.replicas.forEach(replica -> deployment.router.add(replica.awaitReady().uri()));
    return deployment;
  }

  RedisTopology topology() {
    return topology;
  }

  KafkaBroker broker() {
    return broker;
  }

  Topics topics() {
    return topics;
  }

  Router router() {
    return router;
  }

  List<Replica> replicas() {
    return List.copyOf(replicas);
  }

  Shop shop() {
    return shop;
  }

  /** Makes an event. */
  void open(String event, int slots, int rate, Duration lease) {
    String json =
        "{\"max_concurrent\":%d,\"release_rate\":%d,\"checkout_ttl_seconds\":%d}"
            .formatted(slots, rate, lease.toSeconds());
    URI uri = router.any().resolve("/api/v1/admin/events/" + event);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + TestKeys.ADMIN_KEY)
            .PUT(BodyPublishers.ofString(json))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 201) {
        throw new IllegalStateException("cannot make an event: " + answer.body());
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot make an event", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Replaces the process of a replica as Kubernetes does: nobody is sent there any more, then
   * SIGTERM, and a new process when the old one has gone. Returns the exit code of the old one.
   */
  int replaceGently(Replica replica, Map<String, String> more) {
    router.remove(replica.uri());
    Pause.of(PRE_STOP);
    int code = replica.process().terminate();
    begin(replica, more);
    return code;
  }

  /**
   * Kills the process of a replica. Callers run into it until the probes have noticed; the new
   * process gets its share of them when it is ready.
   */
  void replaceKilled(Replica replica) {
    replica.process().kill();
    Pause.of(UNNOTICED);
    begin(replica, Map.of());
  }

  /** A new process for a replica that has none; callers are sent there when it is ready. */
  void begin(Replica replica, Map<String, String> more) {
    router.remove(replica.uri());
    router.add(replica.start(more).awaitReady().uri());
  }

  /** Whether the service has read all that the shop has reported. */
  boolean isAllRead() {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      Map<TopicPartition, OffsetAndMetadata> read =
          admin
              .listConsumerGroupOffsets(group())
              .partitionsToOffsetAndMetadata()
              .get(CALL_LIMIT_S, TimeUnit.SECONDS);
      Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
      topics
          .incoming()
          .forEach(topic -> {
            for (int partition = 0; partition < PARTITIONS; partition++) {
              asked.put(new TopicPartition(topic, partition), OffsetSpec.latest());
            }
          });
      return admin.listOffsets(asked).all().get(CALL_LIMIT_S, TimeUnit.SECONDS).entrySet().stream()
          .allMatch(end -> {
            OffsetAndMetadata known = read.get(end.getKey());
            return end.getValue().offset() == (known == null ? 0 : known.offset());
          });
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String group() {
    return "waitroom" + topics.suffix();
  }

  /** What the company was told about an event. */
  List<Message> messages(String event) {
    try (TopicReader reader =
        new TopicReader(broker.bootstrapServers(), topics.outgoing().toArray(String[]::new))) {
      Stream<Message> kept =
          reader.readToEnd().stream()
              .map(record ->
                  Message.of(record.key(), record.headers(), record.value(), record.timestamp()));
      return Stream.concat(archive.stream(), kept)
          .filter(message -> message.key().startsWith(event + "."))
          .toList();
    }
  }

  /** Keeps what is about to vanish from the topics. */
  void archive(List<Message> messages) {
    archive.addAll(messages);
  }

  @Override
  public void close() {
    replicas.forEach(Replica::close);
    shop.close();
    topology.close();
  }

  private Map<String, String> environment(String brokersForService) {
    Map<String, String> environment = new HashMap<>();
    environment.put("KAFKA_BROKERS", brokersForService);
    environment.put("KAFKA_CONSUMER_GROUP_ID", group());
    environment.put("SESSION_KEYS", TestKeys.SESSION_KEYS);
    environment.put("TOKEN_KEYS", TestKeys.TOKEN_KEYS);
    environment.put("ADMIN_KEY", TestKeys.ADMIN_KEY);
    environment.putAll(topics.variables());
    environment.putAll(topology.variables());
    return environment;
  }
}
