package io.waitroom.lab.faults;

import io.waitroom.testkit.SlowProxy;
import java.time.Duration;
import java.util.function.Function;

/**
 * A network that takes 100 ms each way, then 2 s, then lets nothing through.
 *
 * @param proxy on the way to what
 */
record SlowNetwork(Function<FarTopology, SlowProxy> proxy) implements FaultCase.Strike {
  private static final Duration SLOW = Duration.ofMillis(100);
  private static final Duration VERY_SLOW = Duration.ofSeconds(2);

  @Override
  public void run(Trial trial) {
    Duration each = trial.scale().outage().dividedBy(3);
    SlowProxy network = proxy.apply((FarTopology) trial.deployment().topology());
    try {
      network.delay(SLOW);
      Pause.of(each);
      network.delay(VERY_SLOW);
      Pause.of(each);
      network.swallow();
      Pause.of(each);
    } finally {
      network.mend();
    }
    trial.healed();
  }
}
