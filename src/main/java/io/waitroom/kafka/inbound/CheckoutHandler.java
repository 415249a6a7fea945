package io.waitroom.kafka.inbound;

import io.waitroom.kafka.client.StopSignal;
import io.waitroom.ops.Metrics;
import io.waitroom.ops.Service;
import io.waitroom.room.RoomUnavailableException;
import io.waitroom.room.Ticker;
import io.waitroom.service.SettleDecision;
import io.waitroom.service.SettleService;
import jakarta.inject.Inject;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Deals with one reported checkout outcome: settles it, drops it when it tells nothing new, or
 * sends it to the dead letters. While Redis is away it tries the same message again, so that none
 * is lost or overtaken. Thread-safe.
 */
@Service
public class CheckoutHandler {
  private static final System.Logger LOGGER = System.getLogger(CheckoutHandler.class.getName());
  private static final Duration PAUSE_MIN = Duration.ofMillis(100);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(2);

  private final SettleService settlements;
  private final DeadLetters deadLetters;
  private final Metrics metrics;
  private final StopSignal stop;
  private final Ticker ticker;

  @Inject
  CheckoutHandler(
      SettleService settlements,
      DeadLetters deadLetters,
      Metrics metrics,
      StopSignal stop,
      Ticker ticker) {
    this.settlements = settlements;
    this.deadLetters = deadLetters;
    this.metrics = metrics;
    this.stop = stop;
    this.ticker = ticker;
  }

  /**
   * Returns when the message is dealt with or on its way to the dead letters, or when the service
   * stops before that; the message comes again after the next start then. Never throws.
   *
   * @param done told when the message need not come again
   */
  void handle(IncomingKind kind, ConsumerRecord<byte[], byte[]> message, Runnable done) {
    long started = ticker.nanos();
    Duration pause = PAUSE_MIN;
    while (!stop.isStopped()) {
      try {
        Refusal refusal = settle(kind, message);
        if (refusal == null) {
          done.run();
        } else {
          deadLetters.post(message, refusal.reason, refusal.detail, done);
        }
        consumed(message, started);
        return;
      } catch (RoomUnavailableException e) {
        LOGGER.log(System.Logger.Level.DEBUG, "{0} waits for Redis", position(message));
        stop.await(pause);
        pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
      } catch (RuntimeException | Error e) {
        LOGGER.log(System.Logger.Level.ERROR, "cannot handle " + position(message), e);
        deadLetters.post(message, "internal-error", e.getClass().getName(), done);
        consumed(message, started);
        return;
      }
    }
  }

  private void consumed(ConsumerRecord<byte[], byte[]> message, long startedNanos) {
    metrics.messageConsumed(message.topic(), Duration.ofNanos(ticker.nanos() - startedNanos));
  }

  private @Nullable Refusal settle(IncomingKind kind, ConsumerRecord<byte[], byte[]> message) {
    return switch (CheckoutReport.read(message.value())) {
      case CheckoutReport.Unusable(String reason, String detail) -> new Refusal(reason, detail);
      case CheckoutReport.Usable report -> settle(kind, message, report);
    };
  }

  private @Nullable Refusal settle(
      IncomingKind kind, ConsumerRecord<byte[], byte[]> message, CheckoutReport.Usable report) {
    SettleDecision decision =
        settlements.settle(report.sessionId(), report.eventId(), report.userId(), kind.outcome());
    LOGGER.log(System.Logger.Level.DEBUG, "{0}: {1}", position(message), decision);
    return switch (decision) {
      case SettleDecision.Settled _, SettleDecision.LateCompletion _ -> {
        metrics.messageApplied(message.topic());
        yield null;
      }
      case SettleDecision.AlreadyEnded _,
          SettleDecision.NotAdmitted _,
          SettleDecision.SessionGone _,
          SettleDecision.EventGone _ -> {
        metrics.messageDropped(message.topic());
        yield null;
      }
      case SettleDecision.UnknownSession _ ->
          new Refusal("unknown-session", "session_id is forged, or its event is no more");
      case SettleDecision.ForeignEvent _ ->
          new Refusal("wrong-event", "session_id belongs to another event_id");
      case SettleDecision.ForeignUser _ ->
          new Refusal("foreign-user", "session_id belongs to another user_id");
    };
  }

  private static String position(ConsumerRecord<byte[], byte[]> message) {
    return message.topic() + "-" + message.partition() + "@" + message.offset();
  }

  /** Why a message cannot be used. */
  private record Refusal(String reason, String detail) {}
}
