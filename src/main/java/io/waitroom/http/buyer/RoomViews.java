package io.waitroom.http.buyer;

import io.waitroom.http.wire.JsonWriter;
import io.waitroom.http.wire.Responses;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.WaitEstimate;
import jakarta.ws.rs.core.EntityTag;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;

/** A room in JSON, as everybody sees it and as operators see it. */
public final class RoomViews {
  private static final int RATE_DIGITS = 3;

  private RoomViews() {}

  /** For everybody: nothing that tells about single people or about the operator. */
  public static byte[] forEverybody(RoomSnapshot room) {
    return JsonWriter.object(out ->
        out.put("event_id", room.eventId().value())
            .put("name", room.settings().name())
            .put("message", room.settings().page().message())
            .put("state", room.state().word())
            .put("queue_length", room.queueLength())
            .put("processing_count", room.processingCount())
            .put("max_concurrent", room.settings().maxConcurrent())
            .put("release_rate", room.settings().releaseRate())
            .put("estimated_wait_seconds", estimate(room)));
  }

  /** The version of what operators set; it stays while people come and go. */
  public static EntityTag tag(RoomSnapshot room) {
    String version = room.epoch() + room.state() + room.settings();
    return Responses.tag(version.getBytes(StandardCharsets.UTF_8));
  }

  /** For operators: one room. */
  public static byte[] forOperators(RoomSnapshot room) {
    return JsonWriter.object(out -> operators(out, room));
  }

  /** For operators: all rooms. */
  public static byte[] forOperators(List<RoomSnapshot> rooms) {
    return JsonWriter.object(out -> out.put("events", rooms, RoomViews::operators));
  }

  private static void operators(JsonWriter out, RoomSnapshot room) {
    RoomSettings settings = room.settings();
    double rate = room.pace().perSecond(room.readAt());
    out.put("event_id", room.eventId().value())
        .put("name", settings.name())
        .put("message", settings.page().message())
        .put("logo_color", settings.page().logoColor())
        .put("return_origins", settings.page().returnOrigins())
        .put("state", room.state().word())
        .put("max_concurrent", settings.maxConcurrent())
        .put("release_rate", settings.releaseRate())
        .put("max_length", settings.maxLength())
        .put("session_ttl_seconds", settings.sessionTtl().toSeconds())
        .put("checkout_ttl_seconds", settings.checkoutTtl().toSeconds())
        .put("queue_length", room.queueLength())
        .put("processing_count", room.processingCount())
        .put("last_ticket", room.lastTicket())
        .put("admitted_total", room.admitted())
        .put("ended", ended -> ended(ended, room))
        .put("outbox_length", room.outboxLength())
        .put("admission_rate", BigDecimal.valueOf(rate).setScale(RATE_DIGITS, RoundingMode.HALF_UP))
        .put("estimated_wait_seconds", estimate(room));
  }

  private static void ended(JsonWriter out, RoomSnapshot room) {
    for (SessionStatus status : SessionStatus.values()) {
      if (status.isTerminal()) {
        out.put(status.word(), room.ended().getOrDefault(status, 0L));
      }
    }
  }

  /** For one who would join now. */
  private static OptionalLong estimate(RoomSnapshot room) {
    return WaitEstimate.seconds(room, room.queueLength() + 1, room.readAt());
  }
}
