package io.waitroom.kafka.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.Client;
import io.waitroom.testkit.Deployment;
import io.waitroom.testkit.Eventually;
import io.waitroom.testkit.ServiceProcess;
import io.waitroom.testkit.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages that are small on the wire only, against a replica with production's heap (F-85). */
@Timeout(600)
class CompressedBurstIT {
  private static final String EVENT = "burst";
  private static final String BUYER = "alice";
  private static final int STARTS_MAX = 8;
  private static final int OUT_OF_MEMORY = 3;

  private final Deployment deployment = Deployment.start();
  private final List<ServiceProcess> started = new ArrayList<>();
  private String sessionId = "";

  @BeforeEach
  void admitBuyer() {
    Client client = Client.of(launch().awaitReady());
    client.open(EVENT, 1);
    sessionId = client.admitted(EVENT, BUYER);
  }

  @AfterEach
  void close() {
    started.forEach(ServiceProcess::close);
    deployment.close();
  }

  @Test
  void burstOfBlanks_becomesDeadLetters_andTheChannelGoesOn() throws Exception {
    send("zstd", 200, 900_000);
    reportBuyer();

    Client.of(started.getFirst()).awaitStatus(sessionId, "completed");
    Eventually.until(() -> letters("too-long").size() == 200);
    assertThat(started.getFirst().isAlive()).isTrue();
  }

  @Test
  void messageLargerThanTheHeap_isPassedOver_andTheChannelGoesOn() throws Exception {
    send("gzip", 1, 100_000_000);
    reportBuyer();

    // As the platform does: a process that ends is followed by another, several times.
    Awaitility.await()
        .atMost(Duration.ofMinutes(4))
        .until(() -> {
          if (!started.getLast().isAlive()) {
            assertThat(started.getLast().exitCode()).isEqualTo(OUT_OF_MEMORY);
            assertThat(started).hasSizeLessThan(STARTS_MAX);
            launch();
          }
          return !letters("unreadable").isEmpty();
        });
    Client.of(started.getLast().awaitReady()).awaitStatus(sessionId, "completed");
    assertThat(letters("unreadable"))
        .singleElement()
        .satisfies(letter -> {
          assertThat(letter.value()).isNull();
          assertThat(Wire.header(letter, "dlq-offset")).isEqualTo("0");
        });
    assertThat(started.stream().flatMap(process -> process.output().stream()))
        .filteredOn(line -> line.contains("ERROR"))
        .singleElement()
        .asString()
        .contains(deployment.topics().completed() + "-0@0", "passed over unread");
  }

  private ServiceProcess launch() {
    ServiceProcess service = ServiceProcess.launchAsInProduction(deployment.environment(Map.of()));
    started.add(service);
    return service;
  }

  private List<ConsumerRecord<String, String>> letters(String reason) {
    return deployment.wire().read(deployment.topics().completed() + ".DLQ").stream()
        .filter(letter -> Wire.header(letter, "dlq-reason").equals(reason))
        .toList();
  }

  private void reportBuyer() throws Exception {
    send("none", List.of(Wire.utf8(Client.report(EVENT, sessionId, BUYER))));
  }

  private void send(String compression, int count, int bytes) throws Exception {
    byte[] blanks = new byte[bytes];
    Arrays.fill(blanks, (byte) ' ');
    send(compression, Collections.nCopies(count, blanks));
  }

  /** All to one partition, in this order. */
  private void send(String compression, List<byte[]> values) throws Exception {
    Map<String, Object> properties =
        Map.of(
            "bootstrap.servers",
            deployment.broker().bootstrapServers(),
            "compression.type",
            compression,
            "max.request.size",
            128 << 20,
            "buffer.memory",
            192L << 20);
    try (var shop =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (byte[] value : values) {
        shop.send(new ProducerRecord<>(deployment.topics().completed(), 0, null, value))
            .get(60, TimeUnit.SECONDS);
      }
    }
  }
}
