package io.waitroom.http.page;

import io.waitroom.http.wire.ReturnUrl;
import io.waitroom.room.EventId;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.RoomState;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.Standing;
import io.waitroom.room.WaitEstimate;
import io.waitroom.service.JoinNeeds;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
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
  private static final long ALMOST_SECONDS = 60;
  private static final long MIN_REFRESH_SECONDS = 5;
  private static final long MAX_REFRESH_SECONDS = 30;
  static final long FULL_RETRY_SECONDS = 10;

  private final Texts texts;
  private static final String EVENTS = "/api/v1/waitroom/events/";

  private final RoomSnapshot room;
  private final Optional<ReturnUrl> returnUrl;
  private final JoinNeeds needs;
  private final Map<String, Object> values = new HashMap<>();
  private String headline = "";
  private Markup refresh = Markup.EMPTY;

  private WaitPage(
      Language language, RoomSnapshot room, Optional<ReturnUrl> returnUrl, JoinNeeds needs) {
    this.texts = Texts.in(language);
    this.room = room;
    this.returnUrl = returnUrl;
    this.needs = needs;
  }

  /**
   * The page.
   *
   * @param checkoutUrl where to go if there is no {@code returnUrl}, with a token in it
   * @param needs what a join has to bring
   */
  static Markup html(
      Language language,
      RoomSnapshot room,
      Optional<ReturnUrl> returnUrl,
      VisitorState place,
      Optional<String> checkoutUrl,
      JoinNeeds needs) {
    WaitPage page = new WaitPage(language, room, returnUrl, needs);
    page.fillCommon();
    page.values.put("proof", needs.proof() ? EVENTS + room.eventId() + "/challenge" : "");
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
        language, Optional.of(room), page.headline, TEMPLATE.fill(page.values), page.refresh);
  }

  /** Where the page of an event is. */
  static String path(EventId event, Optional<ReturnUrl> returnUrl) {
    return PageResource.ROOT + "/" + event + query(returnUrl);
  }

  private static String query(Optional<ReturnUrl> returnUrl) {
    return returnUrl
        .map(url -> "?return_url=" + URLEncoder.encode(url.toString(), StandardCharsets.UTF_8))
        .orElse("");
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
    String path = path(room.eventId(), Optional.empty());
    String message = room.settings().page().message();
    for (String name :
        new String[] {
          "status.url", "stream.url", "until", "position", "ahead", "wait", "kept", "note", "left"
        }) {
      values.put(name, "");
    }
    for (String name :
        new String[] {"queue", "turn", "checkout", "join", "leave", "note", "kept"}) {
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
          "leave.warning"
        }) {
      values.put(label, texts.get(label));
    }
    values.put("hide.message", Markup.hidden(message.isBlank()));
    values.put("message", message);
    values.put("room", room.state().word());
    values.put("page", path + query(returnUrl));
    values.put("event.url", EVENTS + room.eventId());
    values.put("join.action", path + "/join" + query(returnUrl));
    values.put("leave.action", path + "/leave" + query(returnUrl));
    values.put("start", "1");
    values.put("now", room.readAt().toEpochMilli());
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
      refresh = Layout.refreshWithoutScript(MAX_REFRESH_SECONDS);
    } else {
      String why = ".outside." + room.state().word();
      say("outside", "headline" + why, "lead" + why);
      refresh = Layout.refreshWithoutScript(MAX_REFRESH_SECONDS);
    }
  }

  /** Whether a visitor, who has no name, can join from here. */
  private boolean canJoin() {
    return room.state().joins() && !needs.identity();
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
    show("queue");
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
    refresh =
        Layout.refreshWithoutScript(Math.clamp(poll, MIN_REFRESH_SECONDS, MAX_REFRESH_SECONDS));
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
    refresh = Layout.refreshWithoutScript(MAX_REFRESH_SECONDS);
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
    return texts.get("live.wait." + (room.state().admits() ? "unknown" : room.state().word()));
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
