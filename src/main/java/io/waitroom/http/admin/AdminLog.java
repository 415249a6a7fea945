package io.waitroom.http.admin;

import io.waitroom.room.EventId;
import io.waitroom.room.RoomChange;
import java.lang.System.Logger.Level;
import java.util.StringJoiner;

/** The record of what operators did: one line each, with the event and what changed. */
public final class AdminLog {
  private static final System.Logger LOGGER = System.getLogger(AdminLog.class.getName());

  private AdminLog() {}

  /** An operator did {@code what} to an event. */
  public static void did(EventId event, String what) {
    LOGGER.log(Level.INFO, "Operator: event {0} {1}", event.value(), what);
  }

  /** The values that a change sets, or {@code nothing}. */
  public static String describe(RoomChange change) {
    StringJoiner values = new StringJoiner(", ").setEmptyValue("nothing");
    change.name().ifPresent(name -> values.add("name " + name));
    change.state().ifPresent(state -> values.add("state " + state.word()));
    // A message may have many lines; a record has one.
    change.page().message().ifPresent(m -> values.add("message of %d chars".formatted(m.length())));
    change.page().logoColor().ifPresent(color -> values.add("logo_color " + color));
    change.page().returnOrigins().ifPresent(origins -> values.add("return_origins " + origins));
    change.maxConcurrent().ifPresent(max -> values.add("max_concurrent " + max));
    change.releaseRate().ifPresent(rate -> values.add("release_rate " + rate));
    change.maxLength().ifPresent(max -> values.add("max_length " + max));
    change.sessionTtl().ifPresent(ttl -> values.add("session_ttl_seconds " + ttl.toSeconds()));
    change.checkoutTtl().ifPresent(ttl -> values.add("checkout_ttl_seconds " + ttl.toSeconds()));
    return values.toString();
  }
}
