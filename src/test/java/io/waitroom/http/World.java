package io.waitroom.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.waitroom.http.connection.SlowClientGuard;
import io.waitroom.http.server.HttpSettings;
import io.waitroom.http.server.YieldUnderLoad;
import io.waitroom.ops.Component;
import io.waitroom.ops.Exposition;
import io.waitroom.ops.Health;
import io.waitroom.ops.Metrics;
import io.waitroom.room.CheckoutTokens;
import io.waitroom.room.PositionFeed;
import io.waitroom.room.RoomFeed;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.Rooms;
import io.waitroom.room.SessionIds;
import io.waitroom.room.SessionKey;
import io.waitroom.room.Ticker;
import io.waitroom.room.WaitingRoom;
import io.waitroom.service.JoinPolicy;
import io.waitroom.service.JoinSettings;
import io.waitroom.service.ObservedWaitingRoom;
import io.waitroom.testkit.InMemoryFeed;
import io.waitroom.testkit.InMemoryOutbox;
import io.waitroom.testkit.InMemoryState;
import io.waitroom.testkit.InMemoryTuning;
import io.waitroom.testkit.InMemoryWaitingRoom;
import io.waitroom.testkit.RecordedWakeups;
import io.waitroom.testkit.SteppedClock;
import io.waitroom.testkit.SteppedTicker;
import io.waitroom.testkit.TestKeys;
import io.waitroom.token.AltchaProofs;
import io.waitroom.token.EcCheckoutTokens;
import io.waitroom.token.ProofSettings;
import io.waitroom.token.TokenSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.config.Config;

/** Everything that the HTTP edge stands on, in memory: what {@code boot} wires in the service. */
@Singleton
class World {
  static final String ADMIN_KEY = "an operator's key of some length";
  static final RoomSettings DEFAULTS =
      new RoomSettings("", 100, 10, 1_000_000, Duration.ofHours(2), Duration.ofMinutes(15));

  /** The elapsed time, where a test asks for it: {@link #ticker}. */
  final SteppedTicker ticker = new SteppedTicker();

  final SteppedClock clock = new SteppedClock(Instant.now());
  final InMemoryState state = new InMemoryState(InMemoryTuning.DEFAULT);
  final InMemoryOutbox outbox = new InMemoryOutbox(clock, state);
  final InMemoryWaitingRoom waitingRoom = new InMemoryWaitingRoom(clock, state);
  final InMemoryFeed feed = new InMemoryFeed();
  final SessionIds sessionIds =
      new SessionIds(
          List.of(SessionKey.of("k1", new byte[SessionKey.MIN_SECRET_BYTES])), waitingRoom);
  final TokenSettings tokenSettings =
      new TokenSettings("waitroom", List.of(TestKeys.tokenKey("t2"), TestKeys.tokenKey("t1")));
  final Health health = new Health();
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final Exposition exposition = new Exposition();
  private final RecordedWakeups recorded = new RecordedWakeups();
  final List<String> wakeups = recorded.heard();
  private final Metrics metrics = new Metrics(meters);
  private Map<Meter.Id, Double> before = Map.of();

  private final boolean complete;

  /** Who may join; a test of that puts its own class of settings beside its world. */
  final JoinSettings joinSettings;

  /** Complete, unless a test says by configuration that the start still goes on. */
  @Inject
  World(Config config) {
    this.joinSettings =
        config
            .getOptionalValue("world.join", String.class)
            .map(JoinWorlds::named)
            .orElse(JoinWorlds.open());
    this.complete = config.getOptionalValue("world.complete", Boolean.class).orElse(true);
  }

  /** Starts what {@code boot} starts in the service. */
  void start(
      @Observes @Initialized(ApplicationScoped.class) Object event,
      SlowClientGuard guard,
      YieldUnderLoad turns) {
    guard.start();
    turns.start();
  }

  void stop(
      @Observes @BeforeDestroyed(ApplicationScoped.class) Object event,
      SlowClientGuard guard,
      YieldUnderLoad turns) {
    turns.stop();
    guard.stop();
  }

  /** Everything works and nobody has joined anything. */
  void reset() {
    state.clear();
    before = counts();
    wakeups.clear();
    for (Component component : Component.values()) {
      health.healthy(component);
    }
    if (complete) {
      health.started();
    }
    health.consumerLag(0);
  }

  /** How much a counter has grown since the reset, over all series that have these labels. */
  double count(String name, String... labels) {
    return meters.find(name).tags(labels).counters().stream()
        .mapToDouble(counter -> counter.count() - before.getOrDefault(counter.getId(), 0.0))
        .sum();
  }

  /** How many requests are being answered. */
  double inFlight() {
    return meters.get("http_requests_in_flight").gauge().value();
  }

  private Map<Meter.Id, Double> counts() {
    return meters.getMeters().stream()
        .filter(Counter.class::isInstance)
        .map(Counter.class::cast)
        .collect(Collectors.toMap(Counter::getId, Counter::count));
  }

  /** With the operator's key, unless a test switches it off by configuration. */
  @Produces
  @Singleton
  HttpSettings httpSettings(Config config) {
    return new HttpSettings(
        config.getOptionalValue("world.admin", Boolean.class).orElse(true)
            ? Optional.of(ADMIN_KEY)
            : Optional.empty(),
        Optional.of("https://shop.example/checkout?event={event_id}&s={session_id}&t={token}"),
        config.getOptionalValue("world.cors", String[].class).map(Set::of).orElse(Set.of()),
        config.getOptionalValue("world.inflight", Integer.class).orElse(1_000),
        config.getOptionalValue("world.join", String.class).isPresent() ? 1 : 0,
        DEFAULTS,
        "1.0.0");
  }

  /** The machine's, unless a test says by configuration that it steps time. */
  @Produces
  @Singleton
  Ticker ticker(Config config) {
    boolean stepped = config.getOptionalValue("world.stepped", Boolean.class).orElse(false);
    return stepped ? ticker : Ticker.system();
  }

  @Produces
  @Singleton
  JoinPolicy joinPolicy() {
    List<SecretKey> keys = List.of(new SecretKeySpec(new byte[32], "HmacSHA256"));
    return new JoinPolicy(
        joinSettings,
        JoinWorlds.identities(joinSettings),
        new AltchaProofs(new ProofSettings(keys, JoinWorlds.WORK), InstantSource.system()),
        waitingRoom,
        Ticker.system());
  }

  @Produces
  @Singleton
  WaitingRoom waitingRoomPort() {
    return new ObservedWaitingRoom(waitingRoom, recorded, metrics);
  }

  @Produces
  @Singleton
  Rooms rooms() {
    return waitingRoom;
  }

  @Produces
  @Singleton
  PositionFeed positions() {
    return waitingRoom;
  }

  @Produces
  @Singleton
  RoomFeed feed() {
    return feed;
  }

  @Produces
  @Singleton
  SessionIds ids() {
    return sessionIds;
  }

  @Produces
  @Singleton
  CheckoutTokens tokens() {
    return new EcCheckoutTokens(tokenSettings, clock);
  }

  @Produces
  @Singleton
  Health healthReports() {
    return health;
  }

  @Produces
  @Singleton
  Metrics metrics() {
    return metrics;
  }

  @Produces
  @Singleton
  Exposition exposition() {
    return exposition;
  }
}
