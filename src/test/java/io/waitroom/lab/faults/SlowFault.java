package io.waitroom.lab.faults;

import io.waitroom.testkit.SlowProxy;
import java.time.Duration;
import java.util.function.Function;

/** A line that takes 100 ms each way, then 2 s, then lets nothing through. */
final class SlowFault implements Fault {
  private static final Duration SLOW = Duration.ofMillis(100);
  private static final Duration VERY_SLOW = Duration.ofSeconds(2);

  private final String name;
  private final Function<FarTopology, SlowProxy> which;

  private SlowFault(String name, Function<FarTopology, SlowProxy> which) {
    this.name = name;
    this.which = which;
  }

  static SlowFault toRedis() {
    return new SlowFault("slow-redis", FarTopology::line);
  }

  static SlowFault toKafka() {
    return new SlowFault("slow-kafka", FarTopology::brokerLine);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public FaultDeployment.Kind needs() {
    return FaultDeployment.Kind.FAR;
  }

  @Override
  public Duration lasts(Scale form) {
    return form.outage();
  }

  @Override
  public void strike(Trial trial) {
    Duration each = trial.form().outage().dividedBy(3);
    SlowProxy line = which.apply((FarTopology) trial.house().ground());
    try {
      line.delay(SLOW);
      Pause.of(each);
      line.delay(VERY_SLOW);
      Pause.of(each);
      line.swallow();
      Pause.of(each);
    } finally {
      line.mend();
    }
    trial.healed();
  }
}
