package io.waitroom.boot;

import io.waitroom.room.RoomSettings;
import io.waitroom.work.WorkSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The variables of queue and checkout. */
final class QueueVariables {
  static final Variable<Integer> QUEUE_DEFAULT_MAX_CONCURRENT =
      Variable.of(
          "QUEUE_DEFAULT_MAX_CONCURRENT",
          ValueTypes.integer(1, RoomSettings.MAX_CONCURRENT_LIMIT),
          "100",
          "Checkout slots of an event whose operator names no number");

  static final Variable<Integer> QUEUE_DEFAULT_RELEASE_RATE =
      Variable.of(
          "QUEUE_DEFAULT_RELEASE_RATE",
          ValueTypes.integer(1, RoomSettings.MAX_RELEASE_RATE),
          "10",
          "Admissions per second of an event whose operator names no rate");

  static final Variable<Long> QUEUE_MAX_LENGTH =
      Variable.of(
          "QUEUE_MAX_LENGTH",
          ValueTypes.wholeNumber(1, RoomSettings.MAX_LENGTH_LIMIT),
          "1000000",
          "Most people waiting for an event whose operator names no limit");

  static final Variable<Duration> QUEUE_SESSION_TTL =
      Variable.of(
          "QUEUE_SESSION_TTL",
          ValueTypes.duration(RoomSettings.MIN_TTL, RoomSettings.MAX_SESSION_TTL),
          "2h",
          "Longest wait, where the operator of the event names none");

  static final Variable<Duration> QUEUE_SESSION_RETENTION =
      Variable.of(
          "QUEUE_SESSION_RETENTION",
          ValueTypes.duration(Duration.ofMinutes(1), Duration.ofDays(30)),
          "24h",
          "How long the end of a session stays readable");

  static final Variable<Duration> QUEUE_PROCESS_INTERVAL =
      Variable.of(
          "QUEUE_PROCESS_INTERVAL",
          ValueTypes.duration(WorkSettings.MIN_INTERVAL, WorkSettings.MAX_INTERVAL),
          "50ms",
          "Between two admission steps of an event where people wait; 50 ms at most while its rate is what they wait for");

  static final Variable<Integer> QUEUE_ADMIT_BATCH =
      Variable.of(
          "QUEUE_ADMIT_BATCH",
          ValueTypes.integer(1, WorkSettings.MAX_BATCH),
          "500",
          "Most places touched in one admission step");

  static final Variable<Long> QUEUE_OUTBOX_MAX_LENGTH =
      Variable.of(
          "QUEUE_OUTBOX_MAX_LENGTH",
          ValueTypes.wholeNumber(Configuration.MIN_OUTBOX_LENGTH, Configuration.MAX_OUTBOX_LENGTH),
          "1000000",
          "Most undelivered messages kept per event while Kafka is away");

  static final Variable<Duration> CHECKOUT_TTL =
      Variable.of(
          "CHECKOUT_TTL",
          ValueTypes.duration(RoomSettings.MIN_TTL, RoomSettings.MAX_CHECKOUT_TTL),
          "15m",
          "How long an admitted buyer holds a checkout slot, where the operator of the event names"
              + " no other");

  static final Variable<String> CHECKOUT_URL =
      Variable.optional(
          "CHECKOUT_URL",
          UrlTemplate.KIND,
          "Where admitted buyers are sent; the parts in braces are filled in");

  static final List<Variable<?>> ALL =
      List.of(
          QUEUE_DEFAULT_MAX_CONCURRENT,
          QUEUE_DEFAULT_RELEASE_RATE,
          QUEUE_MAX_LENGTH,
          QUEUE_SESSION_TTL,
          QUEUE_SESSION_RETENTION,
          QUEUE_PROCESS_INTERVAL,
          QUEUE_ADMIT_BATCH,
          QUEUE_OUTBOX_MAX_LENGTH,
          CHECKOUT_TTL,
          CHECKOUT_URL);

  /** A join wakes an idle event at once; this only bounds how long a missed wake-up can matter. */
  private static final Duration IDLE_INTERVAL = Duration.ofSeconds(1);

  private QueueVariables() {}

  static Supplier<RoomSettings> defaults(ConfigReader reading) {
    int maxConcurrent = reading.get(QUEUE_DEFAULT_MAX_CONCURRENT);
    int releaseRate = reading.get(QUEUE_DEFAULT_RELEASE_RATE);
    long maxLength = reading.get(QUEUE_MAX_LENGTH);
    Duration sessionTtl = reading.get(QUEUE_SESSION_TTL);
    Duration checkoutTtl = reading.get(CHECKOUT_TTL);
    return () ->
        new RoomSettings("", maxConcurrent, releaseRate, maxLength, sessionTtl, checkoutTtl);
  }

  static Supplier<WorkSettings> work(ConfigReader reading) {
    Duration interval = reading.get(QUEUE_PROCESS_INTERVAL);
    int batch = reading.get(QUEUE_ADMIT_BATCH);
    return () -> new WorkSettings(interval, IDLE_INTERVAL, batch);
  }

  static Optional<String> checkoutUrl(ConfigReader reading) {
    return reading.find(CHECKOUT_URL);
  }
}
