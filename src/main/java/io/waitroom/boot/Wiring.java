package io.waitroom.boot;

import io.waitroom.boot.config.Configuration;
import io.waitroom.kafka.WaitroomConnector;
import io.waitroom.kafka.client.ConsumerLag;
import io.waitroom.ops.Exposition;
import io.waitroom.ops.Health;
import io.waitroom.ops.Metrics;
import io.waitroom.ops.Sources;
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
import io.waitroom.work.EventLoops;
import io.waitroom.work.Loops;
import io.waitroom.work.RedisWatch;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Which class stands behind which port: the one place where adapters meet. Everything it makes
 * lives as long as the process; what has to be started and stopped is, in the order of {@link
 * Stage}.
 */
@ApplicationScoped
class Wiring {
  private final RedisConnection connection;
  private final RoomDirectory directory;
  private final WaitingRoom waitingRoom;
  private final Outbox outbox;
  private final SessionIds sessionIds;
  private final CheckoutTokens tokens;
  private final Exposition exposition = new Exposition();
  private final Metrics metrics;
  private final JoinPolicy joinPolicy;
  private final RedisWatch redisWatch;
  private final EventLoops eventLoops = new EventLoops(Ticker.system());
  private final Loops loops;

  @Inject
  Wiring(Configuration configuration, Health health, Instance<Relay> relay) {
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
    this.joinPolicy =
        new JoinPolicy(
            configuration.join(),
            configuration.issuer().<BuyerIdentity>map(BuyerTokens::new),
            new AltchaProofs(configuration.proof(), InstantSource.system()),
            directory);
    this.redisWatch = new RedisWatch(() -> connection.ping(Keys.EVENTS), health, Ticker.system());
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

  /** The gauges read from here and there; they are exposed when everything exists. */
  @Produces
  @Singleton
  Exposition exposition(
      Configuration configuration,
      Health health,
      ConsumerLag consumerLag,
      @Any WaitroomConnector connector) {
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

  void watchRedis(
      @Observes @Priority(Stage.REDIS_WATCHED) @Initialized(ApplicationScoped.class) Object event) {
    redisWatch.start();
  }

  void startLoops(
      @Observes @Priority(Stage.LOOPS_STARTED) @Initialized(ApplicationScoped.class) Object event) {
    loops.start();
  }

  void stopLoops(
      @Observes @Priority(Stage.LOOPS_STOP) @BeforeDestroyed(ApplicationScoped.class)
          Object event) {
    loops.stop();
  }

  void closeRedis(
      @Observes @Priority(Stage.REDIS_CLOSE) @BeforeDestroyed(ApplicationScoped.class)
          Object event) {
    redisWatch.stop();
    connection.close();
  }
}
