package io.waitroom.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.kafka.client.KafkaSettings.Topics;
import io.waitroom.testkit.Client;
import io.waitroom.testkit.Deployment;
import io.waitroom.testkit.Eventually;
import io.waitroom.testkit.KafkaBroker;
import io.waitroom.testkit.Ports;
import io.waitroom.testkit.RedisServer;
import io.waitroom.testkit.ServiceProcess;
import io.waitroom.testkit.TestKeys;
import io.waitroom.testkit.Wire;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A port that is given as a broker's and speaks another protocol, against a replica with
 * production's heap (F-86). What it says first is the length of half a gigabyte to Kafka's client.
 */
@Timeout(180)
class ForeignBrokerIT {
  private static final String EVENT = "foreign";

  /** Enough for each client of a replica, and then some. */
  private static final int ANSWERS = 12;

  private final RedisServer redis = RedisServer.start();
  private final int port = Ports.free();
  private final Topics topics = Wire.names();

  @AfterEach
  void close() {
    redis.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void foreignFromTheStart_leavesTheReplicaAlive_andIsToldOnce(boolean tls) throws Exception {
    byte[] answer = tls ? CannedListener.TLS_ALERT : CannedListener.HTTP;
    try (var listener = new CannedListener(port, answer);
        ServiceProcess service = service()) {
      Client client = Client.of(service);
      client.open(EVENT, 1);
      Eventually.until(() -> listener.answered() >= ANSWERS);
      assertServes(service);
    }
  }

  @Test
  void brokerThatComesBackWithTls_andThenAsItWas_losesNothing() throws Exception {
    try (KafkaBroker broker = KafkaBroker.start(port);
        Wire wire = new Wire(broker);
        ServiceProcess service = service()) {
      broker.createTopics(1, Wire.all(topics));
      Client client = Client.of(service);
      client.open(EVENT, 10);
      String first = client.admitted(EVENT, "first");
      Eventually.until(() -> wire.read(topics.ready()).size() == 1);

      broker.stop();
      Eventually.until(() -> health(service).contains("\"kafka_consumer\":\"unhealthy\""));
      String second;
      try (var listener = new CannedListener(port, CannedListener.TLS_ALERT)) {
        Eventually.until(() -> listener.answered() >= ANSWERS);
        second = client.admitted(EVENT, "second");
        assertServes(service);
      }

      Eventually.asserted(
          () -> assertThat(Ports.isFree(port)).isTrue()); // the last visitor has gone
      broker.restart();
      Eventually.asserted(() -> assertThat(wire.read(topics.ready())).hasSize(3));
      wire.send(topics.completed(), first, Client.report(EVENT, first, "first"));
      wire.send(topics.completed(), second, Client.report(EVENT, second, "second"));
      client.awaitStatus(first, "completed");
      client.awaitStatus(second, "completed");
    }
  }

  /** It lives, takes buyers, and has said once what to do. */
  private static void assertServes(ServiceProcess service) {
    assertThat(service.isAlive()).isTrue();
    assertThat(Client.of(service).join(EVENT, "somebody").status()).isIn(200, 201, 409);
    assertThat(health(service)).contains("\"kafka_producer\":\"unhealthy\"");
    assertThat(service.output())
        .filteredOn(line -> line.contains("KAFKA_SECURITY_PROTOCOL"))
        .hasSize(1);
  }

  private static String health(ServiceProcess service) {
    return service.api().get("/health").body();
  }

  private ServiceProcess service() {
    Map<String, String> environment = new HashMap<>(Deployment.variables(topics));
    environment.put("REDIS_ADDR", redis.address());
    environment.put("KAFKA_BROKERS", "127.0.0.1:" + port);
    environment.put("KAFKA_CONSUMER_SESSION_TIMEOUT", "6000");
    environment.put("SESSION_KEYS", TestKeys.SESSION_KEYS);
    environment.put("TOKEN_KEYS", TestKeys.TOKEN_KEYS);
    environment.put("ADMIN_KEY", TestKeys.ADMIN_KEY);
    return ServiceProcess.startAsInProduction(environment);
  }
}
