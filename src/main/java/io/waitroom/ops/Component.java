package io.waitroom.ops;

/** A part whose health is told. */
public enum Component {
  /** The state; without it nobody is served. */
  REDIS,
  /** The way out for events; without it the service is degraded, and events wait in the outbox. */
  KAFKA_PRODUCER,
  /**
   * The way in for checkout outcomes; without it the service is degraded, and leases free the
   * slots.
   */
  KAFKA_CONSUMER,
  /**
   * The loops that admit, sweep and relay, and the channels; a dead one makes the process useless.
   */
  LOOPS,
  /**
   * The keys of whoever issues buyers' tokens; without them joins with a token wait. Switched off
   * where buyers do not show who they are.
   */
  ISSUER_KEYS
}
