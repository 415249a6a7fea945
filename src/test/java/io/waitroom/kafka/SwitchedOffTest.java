package io.waitroom.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.ops.Component;
import io.waitroom.ops.Health;
import io.waitroom.room.Relay.Delivery;
import io.waitroom.testkit.Wire;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.Test;

/** {@code KAFKA_ENABLED=false}. */
class SwitchedOffTest {
  @Test
  void disabled_makesNoConnection_andKeepsEvents() throws Exception {
    try (ServerSocketChannel listener = ServerSocketChannel.open()) {
      listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      listener.configureBlocking(false);
      int port = ((InetSocketAddress) listener.getLocalAddress()).getPort();
      try (KafkaPart part = KafkaPart.of("127.0.0.1:" + port, Wire.names(), false).start()) {
        part.outbox.add(Places.joined(1));
        assertThat(part.deliver()).isEqualTo(Delivery.IDLE);
        assertThat(part.outbox.size()).isEqualTo(1);
        assertThat(part.health.of(Component.KAFKA_PRODUCER).state())
            .isEqualTo(Health.State.DISABLED);
        assertThat(part.health.of(Component.KAFKA_CONSUMER).state())
            .isEqualTo(Health.State.DISABLED);
        Awaitility.await()
            .during(Duration.ofSeconds(2))
            .atMost(Duration.ofSeconds(30))
            .failFast("a connection was made", () -> listener.accept() != null)
            .until(() -> true);
      }
      assertThat(listener.accept()).isNull();
    }
  }

  @Test
  void silence_refuses() {
    AtomicBoolean refused = new AtomicBoolean();
    Message<byte[]> message =
        Message.of(
            new byte[0],
            () -> CompletableFuture.completedStage(null),
            reason -> {
              refused.set(true);
              return CompletableFuture.completedStage(null);
            });
    new DisabledChannel().onNext(message);
    assertThat(refused).isTrue();
  }
}
