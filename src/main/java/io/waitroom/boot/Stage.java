package io.waitroom.boot;

/**
 * When things happen at start and stop, as priorities of the observers of {@code
 * Initialized(ApplicationScoped)} and {@code BeforeDestroyed(ApplicationScoped)}; the lowest runs
 * first. Helidon's own are written down here too, as ours stand between them.
 */
final class Stage {
  /** Start: what runs is said before anything else. */
  static final int ANNOUNCE = 1;

  /** Start: Redis is asked for the first time, while the rest of the start goes on. */
  static final int REDIS_WATCHED = 2;

  /**
   * Start: Helidon opens the port at 4100 and connects the messaging channels at 4101; from here on
   * the loops may use them.
   */
  static final int LOOPS_STARTED = 4_103;

  /**
   * Start: everything has started; from here on the service is ready. Helidon reads the OpenAPI
   * document at 4110, a tenth of the whole start: whoever asks for it before waits for it, and
   * nobody else does.
   */
  static final int STARTED = 4_104;

  /** Stop: readiness goes down, streams are told to reconnect. */
  static final int READINESS_DOWN = -100;

  /** Stop: Helidon closes the port and lets requests in flight end at 0; they have. */
  static final int HTTP_DRAINED = 100;

  /** Stop: Kafka's consumers finish and commit at 2500; they have. */
  static final int CONSUMERS_STOPPED = 2_510;

  /** Stop: outstanding sends end and producers close at 2600; they have. */
  static final int PRODUCERS_CLOSED = 2_610;

  /**
   * Stop: the loops take no further step; after HTTP, so that requests in flight still find them.
   */
  static final int LOOPS_STOP = 200;

  /** Stop: nobody needs Redis any more. */
  static final int REDIS_CLOSE = 2_700;

  /** Stop: everything has stopped. */
  static final int STOPPED = 9_000;

  private Stage() {}
}
