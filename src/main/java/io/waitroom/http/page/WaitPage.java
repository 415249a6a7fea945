package io.waitroom.http.page;

import io.waitroom.http.wire.ReturnUrl;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.RoomState;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.Standing;
import io.waitroom.room.WaitEstimate;
import io.waitroom.service.JoinNeeds;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The waiting page of one visitor at one moment, complete without script. What changes while they
 * wait is named again in {@code page.js}, which has to come to the same words.
 */
final class WaitPage {
  private static final Template TEMPLATE = Template.ofFile("wait.html");
  private static final String YES = "yes";
  private static final long ALMOST_SECONDS = 60;
  private static final long MAX_REFRESH_SECONDS = 30;
  static final long FULL_RETRY_SECONDS = 10;

  private static final String EVENTS = "/api/v1/waitroom/events/";

  /** When the page was true, for a printed one; the script writes it as the reader does. */
  private static final DateTimeFormatter PRINTED =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final PageRequest visit;
  private final Texts texts;
  private final RoomSnapshot room;
  private final Optional<ReturnUrl> returnUrl;
  private final JoinNeeds needs;
  private final Map<String, Object> values = new HashMap<>();
  private String headline = "";
  private Markup refresh = Markup.EMPTY;

  private WaitPage(PageRequest visit, JoinNeeds needs) {
    this.visit = visit;
    this.texts = Texts.in(visit.language());
    this.room = visit.room();
    this.returnUrl = visit.returnUrl();
    this.needs = needs;
  }

  /**
   * The page.
   *
   * @param checkoutUrl where to go if the request names no address, with a token in it
   * @param needs what a join has to bring
   */
  static Markup html(
      PageRequest visit, VisitorState place, Optional<String> checkoutUrl, JoinNeeds needs) {
    WaitPage page = new WaitPage(visit, needs);
    page.fillCommon();
    switch (place) {
      case VisitorState.None() -> page.fillOutside();
      case VisitorState.Full() -> page.fillFull();
      case VisitorState.Waiting waiting -> page.fillWaiting(waiting);
      case VisitorState.Turn turn -> page.fillTurn(turn, checkoutUrl);
      case VisitorState.Over over ->
          page.fillOver("over", "over." + ending(over), canComeBack(over));
      case VisitorState.Forgotten() -> page.fillOver("forgotten", "forgotten", true);
    }
    return Layout.page(
        visit.language(),
        Optional.of(visit.room()),
        page.headline,
        TEMPLATE.fill(page.values),
        page.refresh);
  }

  /** The ending as the texts name it: time may have run out at the checkout or in line. */
  private static String ending(VisitorState.Over over) {
    boolean waitedTooLong = over.status() == SessionStatus.EXPIRED && !over.hadTurn();
    return waitedTooLong ? "waited" : over.status().word();
  }

  private static boolean canComeBack(VisitorState.Over over) {
    return switch (over.status()) {
      case EXPIRED, ABANDONED, FAILED -> true;
      case COMPLETED, EVICTED, QUEUED, ADMITTED -> false;
    };
  }

  /** What every state has, and for every other place that it is not there. */
  private void fillCommon() {
    String message = room.settings().page().message();
    for (String name :
        new String[] {
          "status.url", "stream.url", "until", "position", "ahead", "wait", "kept", "note", "left"
        }) {
      values.put(name, "");
    }
    for (String name :
        new String[] {"queue", "turn", "checkout", "join", "leave", "note", "kept", "still"}) {
      values.put("hide." + name, Markup.hidden(true));
    }
    for (String label :
        new String[] {
          "label.position",
          "label.ahead",
          "label.wait",
          "label.kept",
          "label.left",
          "label.sound",
          "label.message",
          "button.join",
          "button.checkout",
          "button.home",
          "button.leave",
          "button.leave.sure",
          "button.reload",
          "button.still",
          "label.printed",
          "leave.warning"
        }) {
      values.put(label, texts.get(label));
    }
    values.put("hide.message", Markup.hidden(message.isBlank()));
    values.put("message", message);
    values.put("room", room.state().word());
    values.put("straight", isStraight() ? YES : "");
    values.put("proof", needs.proof() ? EVENTS + room.eventId() + "/challenge" : "");
    values.put("page", visit.path());
    values.put("still", visit.pathWithoutReload());
    values.put("event.url", EVENTS + room.eventId());
    values.put("join.action", visit.path("/join"));
    values.put("leave.action", visit.path("/leave"));
    values.put("start", "1");
    values.put("now", room.readAt().toEpochMilli());
    values.put("printed", PRINTED.format(room.readAt()));
    values.put("retry", "0");
    values.put("progress", "0");
    values.put("home", home());
    values.put("checkout", home());
    values.put("texts", texts.forScript());
  }

  /** The link out of every state: the root of the origin to return to. */
  private String home() {
    return returnUrl.map(ReturnUrl::home).orElse("/");
  }

  private void fillOutside() {
    if (canJoin()) {
      say("none", "headline.none", needs.proof() ? "lead.proof" : "lead.none");
      show("join");
    } else if (room.state().joins()) {
      say("outside", "headline.identity", "lead.identity");
      refreshAfter(MAX_REFRESH_SECONDS);
    } else {
      String why = ".outside." + room.state().word();
      say("outside", "headline" + why, "lead" + why);
      refreshAfter(MAX_REFRESH_SECONDS);
    }
  }

  /** Whether a visitor, who has no name, can join from here. */
  private boolean canJoin() {
    return room.state().joins() && !needs.identity();
  }

  /** Whether a join now is a turn at once: nobody waits, a slot is free, and nothing is asked. */
  private boolean isStraight() {
    return canJoin()
        && room.state().admits()
        && !needs.proof()
        && room.queueLength() == 0
        && room.processingCount() < room.settings().maxConcurrent();
  }

  private void fillFull() {
    say("full", "headline.full", "lead.full");
    show("join");
    values.put("retry", FULL_RETRY_SECONDS);
  }

  private void fillWaiting(VisitorState.Waiting waiting) {
    Standing.Queued standing = waiting.standing();
    long position = standing.position();
    OptionalLong estimate = WaitEstimate.seconds(room, position, room.readAt());
    String mood = mood(estimate);
    say("waiting", "live.headline." + mood, "live.lead." + mood);
    if (room.state() != RoomState.SOLD_OUT) {
      show("queue");
    }
    show("leave");
    listen(waiting.sessionId());
    values.put("start", waiting.start());
    values.put("until", waiting.until().toEpochMilli());
    values.put("position", texts.number(position));
    values.put("progress", progress(waiting.start(), position));
    values.put("ahead", texts.number(position - 1));
    values.put("wait", estimate.isPresent() ? texts.durationUp(estimate.getAsLong()) : noWait());
    long kept = secondsUntil(waiting.until());
    values.put("kept", texts.durationDown(kept));
    // A warning, where the session ends before twice the estimated wait. Zero: the end was put off
    // since the join, and the page does not know how far.
    boolean isShort = kept > 0 && kept < 2 * estimate.orElse(0);
    values.put("hide.kept", Markup.hidden(!isShort));
    if (room.state() == RoomState.CLOSED) {
      values.put("note", texts.get("live.note.closed"));
      show("note");
    }
    long poll = WaitEstimate.pollAfterSeconds(room, position, room.readAt());
    refreshAfter(Math.clamp(poll, Layout.MIN_REFRESH_SECONDS, MAX_REFRESH_SECONDS));
  }

  private void fillTurn(VisitorState.Turn turn, Optional<String> checkoutUrl) {
    Optional<String> checkout = returnUrl.map(url -> url.with(turn.token())).or(() -> checkoutUrl);
    say("turn", "headline.turn", checkout.isPresent() ? "lead.turn" : "lead.turn.shop");
    show("turn");
    show("leave");
    listen(turn.sessionId());
    checkout.ifPresentOrElse(
        url -> values.put("checkout", url),
        () -> values.put("button.checkout", texts.get("button.home")));
    show("checkout");
    values.put("until", turn.leaseUntil().toEpochMilli());
    values.put("left", texts.durationDown(secondsUntil(turn.leaseUntil())));
    values.put("straight", checkout.isPresent() ? YES : "");
    refreshAfter(MAX_REFRESH_SECONDS);
  }

  private void fillOver(String state, String key, boolean canComeBack) {
    say(state, "headline." + key, "lead." + key);
    values.put("button.join", texts.get("button.rejoin"));
    if (canComeBack && canJoin()) {
      show("join");
    }
  }

  private void say(String state, String headlineKey, String leadKey) {
    headline = texts.get(headlineKey);
    values.put("state", state);
    values.put("headline", headline);
    values.put("lead", texts.get(leadKey));
  }

  private void refreshAfter(long seconds) {
    values.put("hide.still", Markup.hidden(!visit.reloads()));
    if (visit.reloads()) {
      refresh = Layout.refreshWithoutScript(seconds);
    }
  }

  private void show(String part) {
    values.put("hide." + part, Markup.hidden(false));
  }

  private void listen(String sessionId) {
    values.put("status.url", "/api/v1/waitroom/status/" + sessionId);
    values.put("stream.url", "/api/v1/waitroom/stream/" + sessionId);
  }

  /** What to say to one who waits: the room's state first, then how near they are. */
  private String mood(OptionalLong estimate) {
    return switch (room.state()) {
      case PAUSED, SOLD_OUT -> room.state().name().toLowerCase(Locale.ROOT);
      case OPEN, CLOSED -> estimate.orElse(Long.MAX_VALUE) <= ALMOST_SECONDS ? "almost" : "waiting";
    };
  }

  private String noWait() {
    return switch (room.state()) {
      case PAUSED -> texts.get("live.wait.paused");
      case OPEN, CLOSED -> texts.get("live.wait.unknown");
      case SOLD_OUT -> ""; // not shown
    };
  }

  private long secondsUntil(Instant end) {
    return Math.max(0, Duration.between(room.readAt(), end).toSeconds());
  }

  /** Percent of the way; never less than before, because a position never gets worse. */
  private static long progress(long start, long position) {
    long way = Math.max(start, position) + 1;
    return (way - position) * 100 / way;
  }
}
