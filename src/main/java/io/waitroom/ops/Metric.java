package io.waitroom.ops;

import java.util.List;

/**
 * The catalogue: every metric of the service, with its unit, labels and meaning, and the equations
 * between them. What is served at {@code /metrics} is exactly this, and the table in {@code
 * src/docs/metrics.md} is made from it.
 *
 * <p>Label values are bounded: routes, topics, reasons and components are fixed sets; of the events
 * the {@value #MAX_EVENTS} with the longest queues have a series of their own, and the rest share
 * the label {@value #OTHER_EVENTS}, which no event can be called. Never a session or a user.
 */
public enum Metric {
  HTTP_REQUESTS(
      "http_requests_total",
      Kind.COUNTER,
      "Requests answered, by route template; what no route matches is `other`",
      "method",
      "path",
      "status"),
  HTTP_REQUEST_DURATION(
      "http_request_duration_seconds",
      Kind.SUMMARY,
      "Seconds from a request's arrival to its answer",
      "path"),
  HTTP_REQUESTS_IN_FLIGHT(
      "http_requests_in_flight", Kind.GAUGE, "Requests worked on now, streams not counted"),
  HTTP_REQUESTS_TURNED_AWAY(
      "http_requests_turned_away_total",
      Kind.COUNTER,
      "Requests answered 503 because too many were worked on; http_requests_total leaves them out"),
  HTTP_STREAMS(
      "http_streams_open", Kind.GAUGE, "Event streams that this replica holds open to buyers"),
  HTTP_CONNECTIONS("http_connections_open", Kind.GAUGE, "Connections that clients hold open"),
  HTTP_CONNECTIONS_LIMIT(
      "http_connections_limit",
      Kind.GAUGE,
      "Most connections of buyers; further ones wait until one is closed"),
  HTTP_CLIENTS_CUT_OFF(
      "http_clients_cut_off_total",
      Kind.COUNTER,
      "Clients cut off: slow (10 s for a request or for taking an answer), memory (the greatest, when"
          + " all together make the service hold too much), or connections (the longest idle, when"
          + " nearly none is left)",
      "reason"),

  QUEUE_LENGTH("queue_length", Kind.GAUGE, "People waiting", "event_id"),
  QUEUE_LENGTH_LIMIT(
      "queue_length_limit",
      Kind.GAUGE,
      "Most people that may wait; joins beyond are refused",
      "event_id"),
  SESSION_JOINS(
      "session_joins_total",
      Kind.COUNTER,
      "Joins that reached the room: created or repeated, or refused as already_joined, room_closed,"
          + " queue_full, too_many_joins or proof_spent",
      "result"),
  SESSIONS_ACTIVE(
      "sessions_active_total",
      Kind.GAUGE,
      "People waiting or holding a slot, over all events; a gauge, despite its name"),
  SESSIONS_COMPLETED(
      "sessions_completed_total", Kind.COUNTER, "Sessions that ended with a completed checkout"),
  SESSIONS_SETTLED(
      "sessions_settled_total",
      Kind.COUNTER,
      "Sessions ended by the shop's report, by final status",
      "status"),
  LATE_COMPLETIONS(
      "sessions_late_completions_total",
      Kind.COUNTER,
      "Completed checkouts reported after the lease had run out; they had been counted as expired"),
  SESSIONS_LEFT(
      "sessions_left_total",
      Kind.COUNTER,
      "Sessions ended without a report: user_left, timeout (waited too long), expired (lease ran"
          + " out), evicted",
      "reason"),
  TOKEN_CHECKS(
      "checkout_tokens_checked_total",
      Kind.COUNTER,
      "Checkout tokens checked for shops: accepted, or refused as missing, invalid, expired,"
          + " revoked, foreign (for another event) or claimed (by another client)",
      "result"),
  EVENT_TICKETS(
      "event_tickets_total",
      Kind.COUNTER,
      "Sessions since the event was made; no `_other`",
      "event_id"),
  EVENT_ADMITTED(
      "event_admitted_total",
      Kind.COUNTER,
      "People admitted since the event was made; no `_other`",
      "event_id"),
  EVENT_ENDED(
      "event_sessions_ended",
      Kind.GAUGE,
      "Sessions ended since the event was made, by final status; a late completion moves one from"
          + " expired to completed; no `_other`",
      "event_id",
      "status"),
  EVENTS_KNOWN("events_known", Kind.GAUGE, "Events that have a room"),

  ADMISSIONS("admissions_total", Kind.COUNTER, "People admitted by this replica's steps"),
  ADMISSION_WAIT(
      "admission_wait_seconds", Kind.SUMMARY, "Seconds from join to admission, of those admitted"),
  ADMISSION_STEPS(
      "admission_steps_total", Kind.COUNTER, "Admission steps that ran, over all events"),
  ADMISSION_RATE(
      "admission_rate", Kind.GAUGE, "Admissions per second over the last 30 s", "event_id"),
  ADMISSION_RATE_LIMIT(
      "admission_rate_limit", Kind.GAUGE, "Admissions per second that are allowed", "event_id"),
  ADMISSION_SLOTS_USED("admission_slots_used", Kind.GAUGE, "Checkout slots held", "event_id"),
  ADMISSION_SLOTS_LIMIT(
      "admission_slots_limit", Kind.GAUGE, "Checkout slots there are", "event_id"),
  ADMISSION_OPEN(
      "admission_open",
      Kind.GAUGE,
      "1 where the operator lets people through, 0 where paused or sold out; `_other` counts",
      "event_id"),
  ADMISSION_STALLED(
      "admission_stalled",
      Kind.GAUGE,
      "1 where people wait, slots are free and the room is open, but nobody was admitted for a"
          + " minute; `_other` counts",
      "event_id"),
  OVER_ADMISSIONS(
      "invariant_over_admissions_total",
      Kind.COUNTER,
      "Slots given beyond the limit; anything but 0 is a bug"),
  ORDER_INVERSIONS(
      "invariant_order_inversions_total",
      Kind.COUNTER,
      "Admissions out of order; anything but 0 is a bug"),

  MESSAGES_SENT(
      "kafka_producer_messages_sent_total",
      Kind.COUNTER,
      "Events that the broker has acked",
      "topic"),
  SEND_ERRORS(
      "kafka_producer_send_errors_total",
      Kind.COUNTER,
      "Sends that failed; the events stay in the outbox",
      "topic"),
  BATCH_SIZE(
      "kafka_producer_batch_size_avg",
      Kind.GAUGE,
      "Bytes per batch, the client's average over the last 30 s; 0 when nothing was sent"),
  MESSAGES_CONSUMED(
      "kafka_consumer_messages_consumed_total",
      Kind.COUNTER,
      "Checkout outcomes dealt with, whatever came of them",
      "topic"),
  OUTCOMES_APPLIED(
      "kafka_consumer_outcomes_applied_total",
      Kind.COUNTER,
      "Checkout outcomes that ended or corrected a session",
      "topic"),
  OUTCOMES_DROPPED(
      "kafka_consumer_outcomes_dropped_total",
      Kind.COUNTER,
      "Checkout outcomes that told nothing new: late, duplicate, out of order",
      "topic"),
  DEAD_LETTERS(
      "kafka_dead_letters_total",
      Kind.COUNTER,
      "Messages that could not be used and went to `<topic>.DLQ`",
      "topic"),
  MESSAGES_UNREADABLE(
      "kafka_consumer_messages_unreadable_total",
      Kind.COUNTER,
      "Messages passed over because processes ended while they read them; among the dead letters,"
          + " as headers only",
      "topic"),
  CONSUMER_LAG(
      "kafka_consumer_lag",
      Kind.GAUGE,
      "Messages not dealt with yet, of the partitions that this replica reads",
      "topic",
      "partition"),
  PROCESSING_DURATION(
      "kafka_consumer_processing_duration_seconds",
      Kind.SUMMARY,
      "Seconds that one message took, waits for Redis included"),
  OUTBOX_LENGTH(
      "outbox_length", Kind.GAUGE, "Events that the broker has not acked yet", "event_id"),
  OUTBOX_LENGTH_LIMIT(
      "outbox_length_limit",
      Kind.GAUGE,
      "Outbox length of an event at which joins are refused, or the oldest dropped without Kafka"),
  OUTBOX_AGE(
      "outbox_oldest_age_seconds",
      Kind.GAUGE,
      "Seconds that the oldest entry of the outbox has waited; 0 when it is empty",
      "event_id"),

  REDIS_CALL_DURATION(
      "redis_call_duration_seconds",
      Kind.SUMMARY,
      "Seconds that a script took as its caller saw it, waiting for a connection included",
      "call"),
  REDIS_CALL_ERRORS("redis_call_errors_total", Kind.COUNTER, "Script calls that failed", "call"),
  REDIS_POOL_ACTIVE("redis_pool_active", Kind.GAUGE, "Connections to Redis in use"),
  REDIS_POOL_IDLE(
      "redis_pool_idle", Kind.GAUGE, "Connections to Redis open and not in use; 0 with sentinels"),
  REDIS_POOL_WAITING(
      "redis_pool_waiting", Kind.GAUGE, "Callers that wait for a connection to Redis"),
  REDIS_POOL_LIMIT(
      "redis_pool_limit", Kind.GAUGE, "Most connections to Redis, over all nodes known"),

  COMPONENT_UP("component_up", Kind.GAUGE, "1 where the component works, else 0", "component"),
  COMPONENT_ENABLED(
      "component_enabled",
      Kind.GAUGE,
      "0 where the component is switched off by configuration, else 1",
      "component"),
  BUILD_INFO(
      "waitroom_build_info",
      Kind.GAUGE,
      "Always 1; the labels say what runs",
      "version",
      "java_version"),
  JVM_MEMORY_USED("jvm_memory_used_bytes", Kind.GAUGE, "Memory in use", "area"),
  JVM_MEMORY_COMMITTED(
      "jvm_memory_committed_bytes", Kind.GAUGE, "Memory taken from the system", "area"),
  JVM_MEMORY_LIMIT("jvm_memory_max_bytes", Kind.GAUGE, "Most heap there can be", "area"),
  JVM_BUFFERS("jvm_buffer_pool_used_bytes", Kind.GAUGE, "Memory in buffers off the heap", "pool"),
  JVM_GC_SECONDS(
      "jvm_gc_collection_seconds_total", Kind.COUNTER, "Seconds spent in collections", "gc"),
  JVM_GC_COLLECTIONS("jvm_gc_collections_total", Kind.COUNTER, "Garbage collections", "gc"),
  JVM_THREADS("jvm_threads_current", Kind.GAUGE, "Platform threads; virtual ones do not count"),
  PROCESS_CPU("process_cpu_seconds_total", Kind.COUNTER, "Seconds of processor time used"),
  PROCESS_CPUS(
      "process_cpu_limit",
      Kind.GAUGE,
      "Processors that this process may use; a fraction where its container may use less than one"),
  PROCESS_START(
      "process_start_time_seconds", Kind.GAUGE, "When the process started, seconds since 1970"),
  PROCESS_FILES("process_open_fds", Kind.GAUGE, "Open file descriptors, sockets included");

  /** Most events that have series of their own. */
  public static final int MAX_EVENTS = 50;

  /** The event label of the rest; an event id starts with a letter or a digit. */
  public static final String OTHER_EVENTS = "_other";

  /** What holds between them. Counters count from the start of the replica that serves them. */
  static final List<String> EQUATIONS =
      List.of(
          "`kafka_consumer_messages_consumed_total` = `kafka_consumer_outcomes_applied_total` +"
              + " `kafka_consumer_outcomes_dropped_total` + `kafka_dead_letters_total`, per topic",
          "`sessions_completed_total` = `sessions_settled_total{status=\"completed\"}` +"
              + " `sessions_late_completions_total`",
          "`admission_wait_seconds_count` = `admissions_total`",
          "`event_tickets_total` = `queue_length` + `admission_slots_used` + the sum of"
              + " `event_sessions_ended`, per event",
          "`sessions_active_total` = the sums of `queue_length` and `admission_slots_used`",
          "`admission_slots_used` ≤ `admission_slots_limit`, unless an operator has just lowered"
              + " the limit",
          "`invariant_over_admissions_total` = `invariant_order_inversions_total` = 0");

  /** What kind of series it is. */
  public enum Kind {
    /** Only grows; starts again with the process, or with the event. */
    COUNTER,
    /** Goes up and down. */
    GAUGE,
    /**
     * Quantiles 0.5, 0.95 and 0.99 of the last minute (0 when there was nothing), and {@code
     * _count} and {@code _sum} since the start; {@code _max} of the last minute is a gauge.
     */
    SUMMARY
  }

  private final String id;
  private final Kind kind;
  private final String help;

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<String> labels;

  Metric(String id, Kind kind, String help, String... labels) {
    this.id = id;
    this.kind = kind;
    this.help = help;
    this.labels = List.of(labels);
  }

  /** The name at {@code /metrics}. */
  public String id() {
    return id;
  }

  /** Counter, gauge or summary. */
  public Kind kind() {
    return kind;
  }

  /** One sentence for operators, with the unit. */
  public String help() {
    return help;
  }

  /** Label names, without {@code quantile}. */
  public List<String> labels() {
    return labels;
  }
}
