package io.waitroom.faults;

import io.waitroom.testkit.Line;
import java.time.Duration;
import java.util.function.Function;

/** A line that takes 100 ms each way, then 2 s, then lets nothing through. */
final class SlowFault implements Fault {
  private static final Duration SLOW = Duration.ofMillis(100);
  private static final Duration VERY_SLOW = Duration.ofSeconds(2);

  private final String name;
  private final Function<FarGround, Line> which;

  private SlowFault(String name, Function<FarGround, Line> which) {
    this.name = name;
    this.which = which;
  }

  static SlowFault toRedis() {
    return new SlowFault("slow-redis", FarGround::line);
  }

  static SlowFault toKafka() {
    return new SlowFault("slow-kafka", FarGround::brokerLine);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public House.Kind needs() {
    return House.Kind.FAR;
  }

  @Override
  public Duration lasts(Form form) {
    return form.outage();
  }

  @Override
  public void strike(Trial trial) {
    Duration each = trial.form().outage().dividedBy(3);
    Line line = which.apply((FarGround) trial.house().ground());
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
