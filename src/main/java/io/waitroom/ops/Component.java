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
   * The public keys of the issuer of buyers' tokens; until they have been read, joins with a token
   * are refused with 503. Disabled where no issuer is configured.
   */
  ISSUER_KEYS
}
