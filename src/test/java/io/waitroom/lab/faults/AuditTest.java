package io.waitroom.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.lab.faults.Exchange.Operation;
import io.waitroom.lab.faults.Finding.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The audit sees what it is there to see: one true story, and each way to spoil it. */
class AuditTest {
  private static final String EVENT = "show";
  private static final long SECOND_NANOS = 1_000_000_000;

  private final Map<Long, BuyerSession> places = new TreeMap<>();
  private final List<Exchange> exchanges = new ArrayList<>();
  private final List<Message> messages = new ArrayList<>();
  private final List<Journal.Report> reports = new ArrayList<>();
  private int mostSlots = 1;
  private long outbox;

  AuditTest() {
    for (long ticket = 1; ticket <= 3; ticket++) {
      long joined = 1_000 * ticket;
      places.put(ticket, place(ticket, joined + 100, joined + 200));
      exchanges.add(answer(ticket, Operation.JOIN, 201, "queued", 1));
      exchanges.add(answer(ticket, Operation.STATUS, 200, "completed", 3));
      reports.add(new Journal.Report(id(ticket), user(ticket), "COMPLETED"));
      messages.add(message(ticket, "QUEUE_JOINED", "joined_at", joined));
      messages.add(message(ticket, "QUEUE_READY", "admitted_at", joined + 100));
    }
  }

  @Test
  void trueStory_hasNoFindings() {
    assertThat(audit()).isEmpty();
  }

  @Test
  void grantedPlaceThatIsGone_isLost() {
    places.remove(2L);
    assertThat(audit()).contains(Kind.LOST);
  }

  @Test
  void placeOfAnother_isLost() {
    exchanges.add(new Exchange("mallory", Operation.JOIN, 1, 5, 6, 201, "", body(2, "queued")));
    assertThat(audit()).contains(Kind.LOST, Kind.DUPLICATED);
  }

  @Test
  void placeNobodyWasToldOf_isLost() {
    exchanges.removeIf(exchange -> exchange.operation() == Operation.JOIN);
    assertThat(audit()).containsOnly(Kind.LOST);
  }

  @Test
  void deniedPlace_isLost() {
    exchanges.add(answer(1, Operation.STATUS, 404, "", 4));
    assertThat(audit()).containsOnly(Kind.LOST);
  }

  @Test
  void eventNotTold_isLost() {
    messages.removeIf(message -> message.ticket() == 3 && message.type().equals("QUEUE_READY"));
    assertThat(audit()).containsOnly(Kind.LOST);
  }

  @Test
  void eventsLeftInTheOutbox_areLost() {
    outbox = 1;
    assertThat(audit()).containsOnly(Kind.LOST);
  }

  @Test
  void outcomeNotApplied_isLost() {
    places.computeIfPresent(1L, (_, place) -> with(place, "expired", "expired"));
    messages.add(message(1, "QUEUE_LEFT", "left_at", 1_200));
    assertThat(audit()).contains(Kind.LOST);
  }

  @Test
  void outcomeNobodyReported_isDuplicated() {
    reports.removeFirst();
    assertThat(audit()).containsOnly(Kind.DUPLICATED);
  }

  @Test
  void sameMessageIdWithTwoContents_isDuplicated() {
    Message first = messages.getFirst();
    messages.add(new Message(first.key(), first.id(), first.type(), "{\"user_id\":\"x\"}", 9_000));
    assertThat(audit()).contains(Kind.DUPLICATED);
  }

  @Test
  void admissionBeforeThoseInFront_isInverted() {
    places.put(2L, place(2, 4_500, 4_600));
    messages.removeIf(message -> message.ticket() == 2 && message.type().equals("QUEUE_READY"));
    messages.add(message(2, "QUEUE_READY", "admitted_at", 4_500));
    assertThat(audit()).containsOnly(Kind.INVERTED);
  }

  @Test
  void twoAtOnceInOneSlot_isOverAdmitted() {
    places.computeIfPresent(1L, (ticket, _) -> place(ticket, 1_100, 2_150));
    assertThat(audit()).containsOnly(Kind.OVER_ADMITTED);
  }

  @Test
  void moreSlotsSeenThanThereAre_isOverAdmitted() {
    mostSlots = 2;
    assertThat(audit()).containsOnly(Kind.OVER_ADMITTED);
  }

  @Test
  void answersOutsideTheContract_areWrong() {
    exchanges.add(answer(1, Operation.STATUS, 500, "", 4));
    exchanges.add(answer(2, Operation.STATUS, 503, "", 4));
    assertThat(audit()).containsExactly(Kind.WRONG_ANSWER, Kind.WRONG_ANSWER);
  }

  @Test
  void doneAndNotAnswered_isWrong() {
    exchanges.removeFirst();
    exchanges.addFirst(answer(1, Operation.JOIN, 200, "queued", 1));
    exchanges.addFirst(answer(1, Operation.JOIN, 0, "", 0));
    assertThat(audit()).containsOnly(Kind.WRONG_ANSWER);
  }

  @Test
  void worseThanBefore_isStale() {
    exchanges.add(answer(1, Operation.STATUS, 200, "queued", 5));
    assertThat(audit()).contains(Kind.STALE);
  }

  private List<Kind> audit() {
    Scale scale = Scale.chosen();
    Scale oneSlot =
        new Scale(
            scale.name(),
            3,
            scale.outage(),
            scale.brokerOutage(),
            1,
            1,
            1,
            scale.rate(),
            scale.lease(),
            scale.patience());
    Evidence evidence =
        new Evidence(
            EVENT,
            oneSlot,
            Faults.named("sigterm"),
            3,
            3,
            exchanges,
            reports,
            messages,
            new RoomState(3, places, 0, 0, 0, outbox),
            mostSlots);
    return Audit.of(evidence).map(Finding::kind).toList();
  }

  private static String id(long ticket) {
    return EVENT + "." + ticket + ".mac";
  }

  private static String user(long ticket) {
    return "user-" + ticket;
  }

  private static String body(long ticket, String status) {
    return "{\"session_id\":\"%s\",\"status\":\"%s\",\"position\":1}".formatted(id(ticket), status);
  }

  private static Exchange answer(
      long ticket, Operation operation, int httpStatus, String status, long second) {
    long at = second * SECOND_NANOS;
    return new Exchange(
        user(ticket), operation, 1, at, at + 1, httpStatus, "", body(ticket, status));
  }

  private static BuyerSession place(long ticket, long admitted, long ended) {
    return new BuyerSession(
        ticket,
        user(ticket),
        "completed",
        "reported",
        1_000 * ticket,
        admitted,
        admitted + 9_000,
        ended);
  }

  private static BuyerSession with(BuyerSession place, String status, String reason) {
    return new BuyerSession(
        place.ticket(),
        place.user(),
        status,
        reason,
        place.joined(),
        place.admitted(),
        place.lease(),
        place.ended());
  }

  private static Message message(long ticket, String type, String timeName, long millis) {
    String json =
        "{\"user_id\":\"%s\",\"reason\":\"expired\",\"%s\":\"%s\"}"
            .formatted(user(ticket), timeName, Instant.ofEpochMilli(millis));
    return new Message(id(ticket), id(ticket) + ":" + type, type, json, millis);
  }
}
