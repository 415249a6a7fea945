package io.waitroom.lab.faults;

import static io.waitroom.lab.faults.FaultCase.Tolerance.ANY_SILENCE;
import static io.waitroom.lab.faults.FaultCase.Tolerance.LOST_WRITES;
import static io.waitroom.lab.faults.FaultCase.Tolerance.NO_SILENCE;
import static io.waitroom.lab.faults.FaultCase.Tolerance.SKEWED_CLOCKS;
import static io.waitroom.lab.faults.FaultCase.Tolerance.USUAL;

import io.waitroom.lab.faults.FaultCase.Strike;
import io.waitroom.lab.faults.FaultCase.Tolerance;
import io.waitroom.lab.faults.FaultDeployment.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** All faults there are. */
final class Faults {
  private static final Function<Scale, Duration> OUTAGE = Scale::outage;

  /** Those that need the same kind of deployment stand together. */
  private static final List<FaultCase> ALL =
      List.of(
          single("calm", OUTAGE, Faults::none, NO_SILENCE),
          single("kill", ReplicaStrikes::killing, ReplicaStrikes::kill, ANY_SILENCE),
          single("broker-stopped", Scale::brokerOutage, BrokerStrikes::stop, USUAL),
          single("broker-emptied", OUTAGE, BrokerStrikes::empty, USUAL),
          single("redis-killed", OUTAGE, RedisStrikes::kill, USUAL),
          single("redis-frozen", OUTAGE, RedisStrikes::freeze, USUAL),
          single("outcomes", OUTAGE, ContradictingOutcomes::report, USUAL),
          single("poison", OUTAGE, new PoisonMessages(), USUAL),
          single("redis-full", OUTAGE, new FullRedis(), USUAL),
          single("sigterm", ReplicaStrikes::terminating, ReplicaStrikes::terminate, USUAL),
          single("clock-skew", OUTAGE, new SkewedClocks(), SKEWED_CLOCKS),
          single("rolling-restart", ReplicaStrikes::rolling, ReplicaStrikes::roll, NO_SILENCE),
          far("slow-redis", new SlowNetwork(FarTopology::redisProxy)),
          far("slow-kafka", new SlowNetwork(FarTopology::brokerProxy)),
          lossy("sentinel-failover", Kind.SENTINEL, RedisStrikes::failOver),
          new FaultCase("cluster-migration", Kind.CLUSTER, OUTAGE, RedisStrikes::migrate, USUAL),
          lossy("cluster-primary-lost", Kind.CLUSTER, RedisStrikes::losePrimary));

  /** What one deployment can bear in a minute. */
  private static final Set<String> SHORT = Set.of("kill", "broker-stopped", "redis-frozen");

  private Faults() {}

  /**
   * Those that {@code -Dfaults=kill,redis-frozen} names; when it names none, all in the full form,
   * and in the short one those that it has the time for.
   */
  static List<FaultCase> chosen(Scale scale) {
    String names = System.getProperty("faults", "");
    if (names.isEmpty()) {
      return ALL.stream().filter(fault -> scale.isFull() || SHORT.contains(fault.name())).toList();
    }
    return Arrays.stream(names.split(",", -1)).map(Faults::named).toList();
  }

  /** The fault of this name. */
  static FaultCase named(String name) {
    return ALL.stream()
        .filter(fault -> fault.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "no fault is called %s; there are %s"
                    .formatted(name, ALL.stream().map(FaultCase::name).toList())));
  }

  private static FaultCase single(
      String name, Function<Scale, Duration> lasts, Strike strike, Tolerance tolerance) {
    return new FaultCase(name, Kind.SINGLE, lasts, strike, tolerance);
  }

  private static FaultCase far(String name, Strike strike) {
    return new FaultCase(name, Kind.FAR, OUTAGE, strike, USUAL);
  }

  private static FaultCase lossy(String name, Kind needs, Strike strike) {
    return new FaultCase(name, needs, OUTAGE, strike, LOST_WRITES);
  }

  /** Nothing at all: what the audit says, and how long answers take, when all is well. */
  private static void none(Trial trial) {
    Pause.of(trial.scale().outage());
    trial.healed();
  }
}
