package io.waitroom.lab.faults;

import java.time.Duration;

/** Nothing at all: what the audit says, and how long answers take, when all is well. */
final class CalmFault implements Fault {
  @Override
  public String name() {
    return "calm";
  }

  @Override
  public Duration lasts(Scale form) {
    return form.outage();
  }

  @Override
  public void strike(Trial trial) {
    Pause.of(trial.form().outage());
    trial.healed();
  }

  @Override
  public Silence silence() {
    return Silence.NEVER;
  }
}
