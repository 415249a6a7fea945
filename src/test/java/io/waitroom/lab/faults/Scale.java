package io.waitroom.lab.faults;

import java.time.Duration;

/**
 * How much of everything: the full form proves, the short one keeps the proof from rotting with
 * each build.
 *
 * @param name what the report calls it
 * @param crowd how many join for each fault
 * @param outage how long a dependency is away
 * @param brokerOutage how long the broker is away
 * @param kills how often a replica is killed
 * @param poison how many unusable messages are sent
 * @param slots checkout slots of the event
 * @param rate admissions per second of the event
 * @param lease how long a slot is held by one who says nothing; whole seconds
 * @param patience until one of the crowd gives up, counted from its arrival
 */
record Scale(
    String name,
    int crowd,
    Duration outage,
    Duration brokerOutage,
    int kills,
    int poison,
    int slots,
    int rate,
    Duration lease,
    Duration patience) {
  private static final Scale FULL =
      new Scale(
          "full",
          7_500,
          Duration.ofSeconds(20),
          Duration.ofSeconds(60),
          6,
          10_000,
          500,
          500,
          Duration.ofSeconds(8),
          Duration.ofMinutes(4));

  private static final Scale SHORT =
      new Scale(
          "short",
          300,
          Duration.ofMillis(2_500),
          Duration.ofMillis(2_500),
          1,
          200,
          60,
          150,
          Duration.ofSeconds(2),
          Duration.ofSeconds(60));

  /** The one that {@code -Dwaitroom.faults.form} names; the short one when it names none. */
  static Scale chosen() {
    Scale scale = System.getProperty("waitroom.faults.form", "").equals("full") ? FULL : SHORT;
    Integer crowd = Integer.getInteger("waitroom.faults.crowd");
    return crowd == null ? scale : scale.of(crowd);
  }

  boolean isFull() {
    return name.equals(FULL.name);
  }

  private Scale of(int otherCrowd) {
    return new Scale(
        name, otherCrowd, outage, brokerOutage, kills, poison, slots, rate, lease, patience);
  }
}
