package io.waitroom.boot;

import io.waitroom.boot.Startup.Moment;
import io.waitroom.boot.Startup.Part;
import io.waitroom.boot.config.Configuration;
import io.waitroom.http.connection.SlowClientGuard;
import io.waitroom.http.server.HttpSettings;
import io.waitroom.http.server.YieldUnderLoad;
import io.waitroom.http.stream.StreamRegistry;
import io.waitroom.kafka.WaitroomConnector;
import io.waitroom.kafka.client.ConsumerLag;
import io.waitroom.kafka.client.KafkaSettings;
import io.waitroom.ops.Component;
import io.waitroom.ops.Exposition;
import io.waitroom.ops.Health;
import io.waitroom.ops.Metrics;
import io.waitroom.ops.Sources;
import io.waitroom.redis.KeyMarks;
import io.waitroom.redis.RedisOutbox;
import io.waitroom.redis.RedisWaitingRoom;
import io.waitroom.redis.RoomDirectory;
import io.waitroom.redis.RoomReader;
import io.waitroom.redis.client.RedisConnection;
import io.waitroom.redis.script.Keys;
import io.waitroom.redis.script.ScriptSettings;
import io.waitroom.redis.script.Scripts;
import io.waitroom.room.BuyerIdentity;
import io.waitroom.room.CheckoutTokens;
import io.waitroom.room.Outbox;
import io.waitroom.room.PositionFeed;
import io.waitroom.room.Relay;
import io.waitroom.room.RoomFeed;
import io.waitroom.room.Rooms;
import io.waitroom.room.SessionIds;
import io.waitroom.room.Ticker;
import io.waitroom.room.WaitingRoom;
import io.waitroom.service.JoinPolicy;
import io.waitroom.service.ObservedWaitingRoom;
import io.waitroom.token.AltchaProofs;
import io.waitroom.token.BuyerTokens;
import io.waitroom.token.EcCheckoutTokens;
import io.waitroom.work.ComponentWatch;
import io.waitroom.work.EventLoops;
import io.waitroom.work.Loops;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * The one place where adapters meet: constructs what stands behind each port and hands it to CDI.
 * Each object lives as long as the process; {@link Startup} starts and stops those that run.
 */
@ApplicationScoped
class Wiring {
  private static final Duration REDIS_PROBE = Duration.ofMillis(500);
  private static final Duration ISSUER_PROBE = Duration.ofSeconds(10);

  private final Configuration configuration = ConfigurationSource.current();
  private final Health health = new Health();
  private final RedisConnection connection;
  private final RoomDirectory directory;
  private final WaitingRoom waitingRoom;
  private final Outbox outbox;
  private final SessionIds sessionIds;
  private final CheckoutTokens tokens;
  private final Exposition exposition = new Exposition();
  private final Metrics metrics;
  private final JoinPolicy joinPolicy;
  private final KeyMarks keyMarks;
  private final ComponentWatch redisWatch;
  private final Optional<ComponentWatch> issuerWatch;
  private final EventLoops eventLoops = new EventLoops(Ticker.system());
  private final Loops loops;

  @Inject
  Wiring(Instance<Relay> relay) {
    this.metrics = new Metrics(exposition.meters());
    this.connection = new RedisConnection(configuration.redis());
    boolean relays = configuration.kafka().enabled();
    Scripts scripts =
        new Scripts(
            connection,
            new ScriptSettings(
                configuration.sessionRetention(), configuration.outboxMaxLength(), !relays),
            metrics);
    RoomReader reader = new RoomReader(connection, scripts);
    this.directory = new RoomDirectory(reader);
    this.waitingRoom =
        new ObservedWaitingRoom(
            new RedisWaitingRoom(
                connection,
                scripts,
                reader,
                directory,
                configuration.sessionKeys().getFirst().id()),
            eventLoops,
            metrics);
    this.outbox = new RedisOutbox(scripts);
    this.sessionIds = new SessionIds(configuration.sessionKeys(), directory);
    this.tokens = new EcCheckoutTokens(configuration.tokens(), InstantSource.system());
    Optional<BuyerTokens> buyerTokens = configuration.issuer().map(BuyerTokens::new);
    this.joinPolicy =
        new JoinPolicy(
            configuration.join(),
            buyerTokens.map(BuyerIdentity.class::cast),
            new AltchaProofs(configuration.proof(), InstantSource.system()),
            directory,
            Ticker.system());
    this.keyMarks = new KeyMarks(connection, configuration.sessionKeys());
    this.redisWatch =
        new ComponentWatch(Component.REDIS, this::pingRedis, REDIS_PROBE, health, Ticker.system());
    this.issuerWatch =
        buyerTokens.map(issuer ->
            new ComponentWatch(
                Component.ISSUER_KEYS, issuer::refresh, ISSUER_PROBE, health, Ticker.system()));
    if (issuerWatch.isEmpty()) {
      health.disabled(Component.ISSUER_KEYS);
    }
    Relay lazyRelay = event -> relay.get().deliver(event);
    this.loops =
        new Loops(
            eventLoops,
            waitingRoom,
            directory,
            relays ? Optional.of(lazyRelay) : Optional.empty(),
            health,
            configuration.work());
  }

  @Produces
  @Singleton
  Configuration configuration() {
    return configuration;
  }

  @Produces
  @Singleton
  HttpSettings http() {
    return configuration.http();
  }

  @Produces
  @Singleton
  KafkaSettings kafka() {
    return configuration.kafka();
  }

  @Produces
  @Singleton
  Health health() {
    return health;
  }

  @Produces
  @Singleton
  Ticker ticker() {
    return Ticker.system();
  }

  @Produces
  @Singleton
  WaitingRoom waitingRoom() {
    return waitingRoom;
  }

  @Produces
  @Singleton
  Rooms rooms() {
    return directory;
  }

  @Produces
  @Singleton
  RoomFeed feed() {
    return directory;
  }

  @Produces
  @Singleton
  PositionFeed positions() {
    return directory;
  }

  @Produces
  @Singleton
  Outbox outbox() {
    return outbox;
  }

  @Produces
  @Singleton
  SessionIds sessionIds() {
    return sessionIds;
  }

  @Produces
  @Singleton
  CheckoutTokens tokens() {
    return tokens;
  }

  @Produces
  @Singleton
  JoinPolicy joinPolicy() {
    return joinPolicy;
  }

  @Produces
  @Singleton
  Metrics metrics() {
    return metrics;
  }

  /** Exposes the gauges once all that they read from exists. */
  @Produces
  @Singleton
  Exposition exposition(ConsumerLag consumerLag, @Any WaitroomConnector connector) {
    exposition.expose(
        new Sources(
            directory::known,
            consumerLag::all,
            connector::batchBytes,
            connection::pool,
            health,
            Configuration.VERSION,
            configuration.outboxMaxLength()));
    return exposition;
  }

  /** The parts in their order: each may use those before it. */
  @Produces
  @Singleton
  Startup startup(
      @Any WaitroomConnector connector,
      SlowClientGuard guard,
      YieldUnderLoad turns,
      StreamRegistry streams) {
    return new Startup(
        List.of(
            Part.of("redis")
                .at(Moment.BEFORE_PORT_OPENS, redisWatch::start)
                .at(Moment.AFTER_DRAIN, this::closeRedis),
            Part.of("slow client guard")
                .at(Moment.BEFORE_PORT_OPENS, guard::start)
                .at(Moment.AFTER_DRAIN, guard::stop),
            Part.of("turns")
                .at(Moment.BEFORE_PORT_OPENS, turns::start)
                .at(Moment.AFTER_DRAIN, turns::stop),
            Part.of("streams").at(Moment.BEFORE_DRAIN, streams::stop),
            Part.of("issuer keys")
                .at(Moment.BEFORE_PORT_OPENS, () -> issuerWatch.ifPresent(ComponentWatch::start))
                .at(Moment.AFTER_DRAIN, () -> issuerWatch.ifPresent(ComponentWatch::stop)),
            Part.of("producer")
                .at(
                    Moment.AFTER_DRAIN,
                    () -> {
                      connector.stopProducer();
                      Lifecycle.stopping("producers closed, Redis closes");
                    }),
            Part.of("consumers")
                .at(Moment.AFTER_PORT_OPENED, connector::start)
                .at(
                    Moment.AFTER_DRAIN,
                    () -> {
                      connector.stopConsumers();
                      Lifecycle.stopping("consumers stopped, producers flush");
                    }),
            Part.of("loops")
                .at(Moment.AFTER_PORT_OPENED, loops::start)
                .at(Moment.AFTER_DRAIN, loops::stop),
            Part.of("readiness")
                .at(Moment.AFTER_PORT_OPENED, health::started)
                .at(Moment.BEFORE_DRAIN, health::draining)));
  }

  private Optional<String> pingRedis() {
    connection.ping(Keys.EVENTS);
    health.advise(Component.REDIS, connection.advice(Keys.EVENTS));
    keyMarks.record();
    return Optional.empty();
  }

  private void closeRedis() {
    redisWatch.stop();
    connection.close();
  }
}
