package io.waitroom.lab.faults;

import java.time.Duration;
import java.util.List;

/** {@code kill -9} of one replica after another, every few seconds. */
final class KillFault implements Fault {
  private static final Duration APART = Duration.ofSeconds(3);
  private static final Duration START = Duration.ofSeconds(4);

  @Override
  public String name() {
    return "kill";
  }

  @Override
  public Duration lasts(Scale form) {
    return APART.plus(START).multipliedBy(form.kills());
  }

  @Override
  public void strike(Trial trial) {
    List<Replica> replicas = trial.house().replicas();
    for (int i = 0; i < trial.form().kills(); i++) {
      trial.house().replaceKilled(replicas.get(i % replicas.size()));
      trial.healed();
      if (i + 1 < trial.form().kills()) {
        Pause.of(APART);
      }
    }
  }

  @Override
  public Silence silence() {
    return Silence.ANY;
  }
}
