package io.waitroom.kafka;

import io.helidon.microprofile.messaging.MessagingCdiExtension;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.waitroom.kafka.client.BrokerProbe;
import io.waitroom.kafka.client.BrokerWatch;
import io.waitroom.kafka.client.ConsumerLag;
import io.waitroom.kafka.client.KafkaHealth;
import io.waitroom.kafka.client.KafkaSettings;
import io.waitroom.kafka.client.KafkaSettings.Topics;
import io.waitroom.kafka.client.SharedProducer;
import io.waitroom.kafka.client.StopSignal;
import io.waitroom.kafka.inbound.InboundBeans;
import io.waitroom.kafka.outbound.OutboundBeans;
import io.waitroom.ops.Health;
import io.waitroom.ops.Metrics;
import io.waitroom.room.Outbox;
import io.waitroom.room.Relay;
import io.waitroom.room.SessionIds;
import io.waitroom.room.Ticker;
import io.waitroom.service.ObservedWaitingRoom;
import io.waitroom.service.SettleService;
import io.waitroom.testkit.RecordedWakeups;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka part of the service in a CDI container of its own, over a room and an outbox in memory.
 * One at a time in a JVM; its parts outlive a restart of the container.
 */
public final class KafkaPart implements AutoCloseable {
  public final MemoryRoom room = new MemoryRoom();
  public final MemoryOutbox outbox = new MemoryOutbox();
  public final RecordedWakeups wakeups = new RecordedWakeups();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  public final KafkaSettings settings;
  public Health health = new Health();

  private @Nullable SeContainer container;

  private KafkaPart(KafkaSettings settings) {
    this.settings = settings;
  }

  /** Not started yet. */
  public static KafkaPart of(String bootstrapServers, Topics topics) {
    return of(bootstrapServers, topics, true);
  }

  public static KafkaPart of(String bootstrapServers, Topics topics, boolean enabled) {
    return of(bootstrapServers, topics, "group-of-" + topics.joined(), enabled);
  }

  public static KafkaPart of(String bootstrapServers, Topics topics, Map<String, String> security) {
    return of(bootstrapServers, topics, "group-of-" + topics.joined(), true, security);
  }

  public static KafkaPart of(
      String bootstrapServers, Topics topics, String groupId, boolean enabled) {
    return of(bootstrapServers, topics, groupId, enabled, Map.of());
  }

  private static KafkaPart of(
      String bootstrapServers,
      Topics topics,
      String groupId,
      boolean enabled,
      Map<String, String> security) {
    return new KafkaPart(
        new KafkaSettings(
            enabled,
            bootstrapServers,
            groupId,
            Optional.empty(),
            Duration.ofSeconds(6),
            Integer.MAX_VALUE,
            -1,
            topics,
            security));
  }

  public KafkaPart start() {
    health = new Health();
    System.setProperty("mp.initializer.allow", "true"); // Helidon asks before it lets us
    System.setProperty("mp.initializer.no-warn", "true");
    container =
        SeContainerInitializer.newInstance()
            .disableDiscovery()
            .addBeanClasses(
                WaitroomConnector.class,
                SharedProducer.class,
                BrokerWatch.class,
                BrokerProbe.class,
                KafkaHealth.class,
                ConsumerLag.class,
                StopSignal.class)
            .addBeanClasses(InboundBeans.classes())
            .addBeanClasses(OutboundBeans.classes())
            .addExtensions(new MessagingCdiExtension(), new Parts(this))
            .initialize();
    connector().start();
    return this;
  }

  public Relay.Delivery deliver() {
    return bean(Relay.class).deliver(Places.EVENT);
  }

  /**
   * Whether events were delivered; where that is slow, a look for more is left to the next time.
   */
  public boolean delivers() {
    Relay.Delivery delivery = deliver();
    return delivery == Relay.Delivery.DELIVERED || delivery == Relay.Delivery.MORE;
  }

  public <T> T bean(Class<T> type) {
    if (container == null) {
      throw new IllegalStateException("not started");
    }
    return container.select(type).get();
  }

  public double count(String name) {
    return meters.find(name).counters().stream().mapToDouble(Counter::count).sum();
  }

  /** Stops as the service does; may be started again. */
  public void stop() {
    if (container != null) {
      connector().stopConsumers();
      connector().stopProducer();
      container.close();
      container = null;
    }
  }

  private WaitroomConnector connector() {
    if (container == null) {
      throw new IllegalStateException("not started");
    }
    return container.select(WaitroomConnector.class, Any.Literal.INSTANCE).get();
  }

  @Override
  public void close() {
    room.letThrough();
    stop();
  }

  /** The beans that the rest of the service provides. */
  private record Parts(KafkaPart part) implements Extension {
    @SuppressWarnings("UnusedMethod") // the container calls it
    void add(@Observes AfterBeanDiscovery discovery) {
      bean(discovery, KafkaSettings.class, part.settings);
      Metrics metrics = new Metrics(part.meters);
      bean(
          discovery,
          SettleService.class,
          new SettleService(
              Places.sessionIds(), new ObservedWaitingRoom(part.room, part.wakeups, metrics)));
      bean(discovery, Ticker.class, Ticker.system());
      bean(discovery, Outbox.class, part.outbox);
      bean(discovery, SessionIds.class, Places.sessionIds());
      bean(discovery, Health.class, part.health);
      bean(discovery, Metrics.class, metrics);
    }

    private static <T> void bean(AfterBeanDiscovery discovery, Class<T> type, T instance) {
      discovery
          .<T>addBean()
          .beanClass(type)
          .addTransitiveTypeClosure(type)
          .scope(Singleton.class)
          .createWith(context -> instance);
    }
  }
}
