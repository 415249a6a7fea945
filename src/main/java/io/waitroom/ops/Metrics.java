package io.waitroom.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.waitroom.room.AdmitResult;
import io.waitroom.room.JoinResult;
import io.waitroom.room.LeaveReason;
import io.waitroom.room.Outcome;
import io.waitroom.room.SessionStatus;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Counts and times what happens; what each series means is said in {@link Metric}. Series whose
 * labels are known at the start exist from the start, at 0.
 *
 * <p>Thread-safe and cheap enough for the hot path: no locks, and no registry look-ups once a
 * series exists.
 */
public final class Metrics {
  private static final List<String> EXPECTED_STATUSES = List.of("200", "503");

  private final Counters requests;
  private final Timers requestDurations;
  private final Counters joins;
  private final Counter completed;
  private final Counters settled;
  private final Counter lateCompletions;
  private final Counters left;
  private final Counters tokenChecks;
  private final Counter admissions;
  private final Timer admissionWait;
  private final Counter admissionSteps;
  private final Counter overAdmissions;
  private final Counter orderInversions;
  private final Counters sent;
  private final Counters sendErrors;
  private final Counters consumed;
  private final Counters applied;
  private final Counters dropped;
  private final Counters deadLetters;
  private final Counters unreadable;
  private final Timer processing;
  private final Timers redisDurations;
  private final Counters redisErrors;
  private final Counter turnedAway;
  private final Counters cutOff;
  private volatile IntSupplier connections = () -> 0;
  private volatile int connectionsLimit;
  private volatile IntSupplier streams = () -> 0;
  private volatile IntSupplier inFlight = () -> 0;

  /**
   * @param registry where meters are registered
   */
  public Metrics(MeterRegistry registry) {
    requests = new Counters(registry, Metric.HTTP_REQUESTS);
    requestDurations = new Timers(registry, Metric.HTTP_REQUEST_DURATION);
    joins = new Counters(registry, Metric.SESSION_JOINS);
    completed = new Counters(registry, Metric.SESSIONS_COMPLETED).of(List.of());
    settled = new Counters(registry, Metric.SESSIONS_SETTLED);
    lateCompletions = new Counters(registry, Metric.LATE_COMPLETIONS).of(List.of());
    left = new Counters(registry, Metric.SESSIONS_LEFT);
    tokenChecks = new Counters(registry, Metric.TOKEN_CHECKS);
    admissions = new Counters(registry, Metric.ADMISSIONS).of(List.of());
    admissionWait = new Timers(registry, Metric.ADMISSION_WAIT).only();
    admissionSteps = new Counters(registry, Metric.ADMISSION_STEPS).of(List.of());
    overAdmissions = new Counters(registry, Metric.OVER_ADMISSIONS).of(List.of());
    orderInversions = new Counters(registry, Metric.ORDER_INVERSIONS).of(List.of());
    sent = new Counters(registry, Metric.MESSAGES_SENT);
    sendErrors = new Counters(registry, Metric.SEND_ERRORS);
    consumed = new Counters(registry, Metric.MESSAGES_CONSUMED);
    applied = new Counters(registry, Metric.OUTCOMES_APPLIED);
    dropped = new Counters(registry, Metric.OUTCOMES_DROPPED);
    deadLetters = new Counters(registry, Metric.DEAD_LETTERS);
    unreadable = new Counters(registry, Metric.MESSAGES_UNREADABLE);
    processing = new Timers(registry, Metric.PROCESSING_DURATION).only();
    redisDurations = new Timers(registry, Metric.REDIS_CALL_DURATION);
    redisErrors = new Counters(registry, Metric.REDIS_CALL_ERRORS);
    turnedAway = new Counters(registry, Metric.HTTP_REQUESTS_TURNED_AWAY).of(List.of());
    gauge(registry, Metric.HTTP_REQUESTS_IN_FLIGHT, () -> inFlight.getAsInt());
    gauge(registry, Metric.HTTP_STREAMS, () -> streams.getAsInt());
    gauge(registry, Metric.HTTP_CONNECTIONS, () -> connections.getAsInt());
    gauge(registry, Metric.HTTP_CONNECTIONS_LIMIT, () -> connectionsLimit);
    cutOff = new Counters(registry, Metric.HTTP_CLIENTS_CUT_OFF);
    for (CutOffReason reason : CutOffReason.values()) {
      cutOff.of(reason.word());
    }
    List.of(
            "created",
            "repeated",
            "already_joined",
            "room_closed",
            "queue_full",
            "too_many_joins",
            "proof_spent")
        .forEach(joins::of);
    for (LeaveReason reason : LeaveReason.values()) {
      left.of(reason.word());
    }
    for (TokenVerdict verdict : TokenVerdict.values()) {
      tokenChecks.of(verdict.word());
    }
    for (Outcome outcome : Outcome.values()) {
      settled.of(outcome.status().word());
    }
  }

  /** These topics are used; their series exist from now on. */
  public void expectTopics(List<String> outgoing, List<String> incoming) {
    for (String topic : outgoing) {
      sent.of(topic);
      sendErrors.of(topic);
    }
    for (String topic : incoming) {
      List.of(consumed, applied, dropped, deadLetters, unreadable)
          .forEach(counters -> counters.of(topic));
    }
  }

  /** These calls to Redis are made; their series exist from now on. */
  public void expectRedisCalls(List<String> names) {
    for (String name : names) {
      redisDurations.of(name);
      redisErrors.of(name);
    }
  }

  /**
   * This route is served; its series exist from now on, so that the first error counts as a change.
   *
   * @param path the route's template
   */
  public void expectRoute(String method, String path) {
    EXPECTED_STATUSES.forEach(status -> requests.of(List.of(method, path, status)));
    requestDurations.of(path);
  }

  /**
   * A request was answered.
   *
   * @param path the route's template, never the path itself
   */
  public void httpRequest(String method, String path, int status, Duration elapsed) {
    requests.of(List.of(method, path, Integer.toString(status))).increment();
    requestDurations.of(path).record(elapsed);
  }

  private static void gauge(MeterRegistry registry, Metric metric, Supplier<Number> value) {
    Gauge.builder(metric.id(), value).description(metric.help()).register(registry);
  }

  /** A request was refused because too many were worked on. */
  public void requestTurnedAway() {
    turnedAway.increment();
  }

  /** How many requests are worked on, asked at each scrape; nobody asked for means none. */
  public void requestsInFlight(IntSupplier now) {
    inFlight = now;
  }

  /**
   * How many connections are open, asked at each scrape; nobody asked for means none.
   *
   * @param limit most there can be
   */
  public void openConnections(IntSupplier open, int limit) {
    connections = open;
    connectionsLimit = limit;
  }

  /** A client that kept a thread waiting was cut off. */
  public void clientCutOff(CutOffReason reason) {
    cutOff.of(reason.word()).increment();
  }

  /** How many event streams are open, asked at each scrape; nobody asked for means none. */
  public void openStreams(IntSupplier open) {
    streams = open;
  }

  /** The room answered a join. */
  public void joined(JoinResult result) {
    switch (result) {
      case JoinResult.Joined joined ->
          joins.of(joined.created() ? "created" : "repeated").increment();
      case JoinResult.AlreadyJoined _ -> joins.of("already_joined").increment();
      case JoinResult.RoomClosed _ -> joins.of("room_closed").increment();
      case JoinResult.QueueFull _ -> joins.of("queue_full").increment();
      case JoinResult.TooManyJoins _ -> joins.of("too_many_joins").increment();
      case JoinResult.ProofSpent _ -> joins.of("proof_spent").increment();
      case JoinResult.NoSuchEvent _ -> {}
    }
  }

  /** A session ended with an outcome reported by the shop. */
  public void settled(SessionStatus status) {
    settled.of(status.word()).increment();
    if (status == SessionStatus.COMPLETED) {
      completed.increment();
    }
  }

  /** A checkout was reported as completed after its lease had run out. */
  public void completedLate() {
    lateCompletions.increment();
    completed.increment();
  }

  /** A session ended otherwise than by checkout. */
  public void left(LeaveReason reason) {
    left.of(reason.word()).increment();
  }

  /**
   * Counts a token check by verdict; checks that failed because Redis was unreachable are not
   * counted.
   */
  public void tokenChecked(TokenVerdict verdict) {
    tokenChecks.of(verdict.word()).increment();
  }

  /** An admission step ran. */
  public void admitted(AdmitResult.Step step) {
    admissionSteps.increment();
    step.waits().forEach(admissionWait::record);
    admissions.increment(step.waits().size());
    left.of(LeaveReason.EXPIRED.word()).increment(step.leasesLapsed());
    ended(LeaveReason.TIMEOUT, step.timedOut());
    overAdmissions.increment(step.overAdmitted());
    orderInversions.increment(step.inversions());
  }

  /** As many sessions ended otherwise than by checkout. */
  public void ended(LeaveReason reason, int count) {
    left.of(reason.word()).increment(count);
  }

  /** To be run whenever the broker has acked an event. */
  public Runnable messagesSent(String topic) {
    return sent.of(topic)::increment;
  }

  /** To be run whenever an event could not be sent; it stays in the outbox. */
  public Runnable sendsFailed(String topic) {
    return sendErrors.of(topic)::increment;
  }

  /** An inbound message was dealt with, in {@code elapsed}. */
  public void messageConsumed(String topic, Duration elapsed) {
    consumed.of(topic).increment();
    processing.record(elapsed);
  }

  /** An inbound message changed a session. */
  public void messageApplied(String topic) {
    applied.of(topic).increment();
  }

  /** An inbound message told nothing new: late, duplicate or out of order. */
  public void messageDropped(String topic) {
    dropped.of(topic).increment();
  }

  /** An inbound message could not be used and went to the dead-letter topic. */
  public void deadLettered(String topic) {
    deadLetters.of(topic).increment();
  }

  /** An inbound message was passed over unread; it went to the dead-letter topic, too. */
  public void messageUnreadable(String topic) {
    unreadable.of(topic).increment();
  }

  /** A Redis command or script took {@code elapsed}. */
  public void redisCall(String name, Duration elapsed) {
    redisDurations.of(name).record(elapsed);
  }

  /** A Redis command or script failed. */
  public void redisFailed(String name) {
    redisErrors.of(name).increment();
  }
}
