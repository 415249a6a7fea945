package io.waitroom.lab.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.UnifiedJedis;

/** One fault, one deployment, one crowd, and what came of it. */
final class Trial {
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(60);
  private static final int MARGIN_PART = 5;
  private static final double ALREADY_THERE = 0.05;

  /** Two processors carry the crowd, three replicas, Redis and the broker. */
  private static final int ARRIVALS_PER_SECOND = 150;

  private final FaultCase fault;
  private final FaultDeployment deployment;
  private final Scale scale;
  private final Journal journal = new Journal();
  private final List<Finding> seen = new ArrayList<>();
  private @Nullable Scene scene;
  private long healedNanos;

  Trial(FaultCase fault, FaultDeployment deployment, Scale scale) {
    this.fault = fault;
    this.deployment = deployment;
    this.scale = scale;
  }

  FaultDeployment deployment() {
    return deployment;
  }

  Scale scale() {
    return scale;
  }

  /** Where the crowd plays. */
  Scene scene() {
    if (scene == null) {
      throw new IllegalStateException("nobody has come yet");
    }
    return scene;
  }

  /** The broken part is back at this moment; the last time counts. */
  void healed() {
    healedNanos = System.nanoTime();
  }

  /** The fault itself saw something that must not be. */
  void expect(boolean fact, String otherwise) {
    if (!fact) {
      seen.add(Finding.wrong(otherwise));
    }
  }

  /** Something comes true in time, or is a finding. */
  void expectSoon(String what, Duration limit, BooleanSupplier condition) {
    expect(Pause.until(limit, condition), "not within " + limit + ": " + what);
  }

  /** All of it: crowd, fault, recovery, end, audit. */
  Row run() throws Exception {
    String event = fault.name();
    String canary = Canary.prepare(deployment, event);
    deployment.open(event, scale.slots(), scale.rate(), scale.lease());
    try (Caller caller = new Caller(journal);
        Sampler sampler = Sampler.start(deployment.topology().connect(), event)) {
      Scene stage = new Scene(event, deployment.router(), caller, journal, deployment.shop());
      scene = stage;
      Duration arrival = arrival();
      Crowd all = Crowd.start(stage, scale.crowd(), arrival, scale.patience());
      Pause.until(SETTLE_LIMIT, () -> all.placed() >= Math.max(1, scale.crowd() * ALREADY_THERE));
      healed();
      fault.strike().run(this);
      Recovery recovery = Canary.recovery(deployment, canary, healedNanos);
      all.await(scale.patience().plus(arrival));
      deployment.shop().flush();
      try (UnifiedJedis redis = deployment.topology().connect()) {
        Pause.until(SETTLE_LIMIT, () -> RoomState.isQuiet(redis, event) && deployment.isAllRead());
        fault.strike().inspect(this);
        Evidence evidence = evidence(all, redis, sampler);
        Dump.write(evidence);
        return Row.of(
            evidence, Stream.concat(seen.stream(), Audit.of(evidence)).toList(), recovery);
      }
    } finally {
      deployment.replicas().forEach(replica -> Dump.write(event, replica));
      fault.strike().tidy(deployment);
    }
  }

  /** The crowd comes as long as the fault lasts, and not faster than the machine can bear. */
  private Duration arrival() {
    Duration around =
        fault.lasts().apply(scale).plus(scale.outage().dividedBy(MARGIN_PART).multipliedBy(2));
    Duration bearable = bearable(scale.crowd());
    return around.compareTo(bearable) > 0 ? around : bearable;
  }

  /** In how much time so many can come. */
  static Duration bearable(int crowd) {
    return Duration.ofSeconds(1).multipliedBy(crowd).dividedBy(ARRIVALS_PER_SECOND);
  }

  private Evidence evidence(Crowd all, UnifiedJedis redis, Sampler sampler) {
    return new Evidence(
        fault.name(),
        scale,
        fault,
        all.size(),
        all.ended(),
        journal.exchanges(),
        journal.reports(),
        deployment.messages(fault.name()),
        RoomState.read(redis, fault.name()),
        sampler.most());
  }
}
