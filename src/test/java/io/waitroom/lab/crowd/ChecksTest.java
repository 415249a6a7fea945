package io.waitroom.lab.crowd;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.lab.crowd.Plan.Ending;
import io.waitroom.lab.crowd.Told.Kind;
import io.waitroom.testkit.SteppedTicker;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each check sees the promise kept, and sees it broken. */
class ChecksTest {
  private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

  private static final SteppedTicker TICKER = new SteppedTicker();

  @Test
  void onePlacePerPerson_isBrokenByTwoAtOnceAndByOneThatOnlyKafkaKnows() {
    BuyerSession first = place(1, 100, 900);
    assertThat(OrderChecks.onePlacePerPerson(List.of(first), Map.of(id(1), "user-1")).kept())
        .isTrue();
    assertThat(OrderChecks.onePlacePerPerson(List.of(first), Map.of(id(2), "user-1")).kept())
        .isFalse();
    assertThat(OrderChecks.onePlacePerPerson(List.of(first, again(899)), Map.of()).kept())
        .isFalse();
    assertThat(OrderChecks.onePlacePerPerson(List.of(first, again(900)), Map.of()).kept()).isTrue();
    first
        .visit()
        .given(shown("{\"session_id\":\"%s\",\"status\":\"queued\",\"position\":9}", id(9)));
    assertThat(OrderChecks.onePlacePerPerson(List.of(first), Map.of()).kept()).isFalse();
  }

  @Test
  void strictOrder_isBrokenByALaterTicketAdmittedEarlierAndByAWorsePosition() {
    assertThat(OrderChecks.strictOrder(List.of(place(1, 100, 900), place(2, 100, 900))).kept())
        .isTrue();
    assertThat(OrderChecks.strictOrder(List.of(place(1, 101, 900), place(2, 100, 900))).kept())
        .isFalse();
    BuyerSession pushedBack = place(3, 100, 900);
    TICKER.step(BuyerVisit.STALE_MAX.plusNanos(1));
    pushedBack.visit().saw("status", shown("{\"status\":\"queued\",\"position\":%s}", "3"));
    pushedBack.visit().saw("status", shown("{\"status\":\"queued\",\"position\":%s}", "4"));
    Finding finding = OrderChecks.strictOrder(List.of(pushedBack));
    assertThat(finding.kept()).isFalse();
    assertThat(finding.measured()).contains("user-3: 1 by join, then 3 by status");
  }

  @Test
  void f76_replicaThatLags_breaksNothingForAMoment() {
    BuyerSession buyer = place(3, 100, 900); // at position 1 by the join
    sees(buyer, 4);
    TICKER.step(BuyerVisit.STALE_MAX);
    sees(buyer, 4);
    assertThat(OrderChecks.strictOrder(List.of(buyer)).kept()).isTrue();

    sees(buyer, 1);
    TICKER.step(Duration.ofNanos(1));
    sees(buyer, 2);
    assertThat(OrderChecks.strictOrder(List.of(buyer)).kept()).as("known for long").isFalse();
  }

  private static void sees(BuyerSession buyer, int position) {
    buyer
        .visit()
        .saw("status", shown("{\"status\":\"queued\",\"position\":%s}", String.valueOf(position)));
  }

  @Test
  void slots_areCountedByOverlap_andGivenAgainInTheSameMillisecond() {
    List<BuyerSession> inTurn = List.of(place(1, 100, 200), place(2, 150, 300), place(3, 200, 300));
    assertThat(CapacityChecks.slots(inTurn, 2, 2).kept()).isTrue();
    assertThat(CapacityChecks.slots(inTurn, 1, 1).kept()).isFalse();
    assertThat(CapacityChecks.slots(inTurn, 2, 3).kept()).as("what the service showed").isFalse();
  }

  @Test
  void rate_allowsTheBucketAndNotMore() {
    // 100/s: ten at once are a tenth of a second, the eleventh comes 10 ms later.
    List<BuyerSession> atOnce =
        IntStream.rangeClosed(1, 10).mapToObj(i -> place(i, 500, 900)).toList();
    assertThat(CapacityChecks.rate(atOnce, 100).kept()).isTrue();
    assertThat(CapacityChecks.rate(with(atOnce, place(11, 510, 900)), 100).kept()).isTrue();
    assertThat(CapacityChecks.rate(with(atOnce, place(11, 509, 900)), 100).kept()).isFalse();
    assertThat(CapacityChecks.rate(List.of(), 100).kept()).isTrue();
  }

  @Test
  void outcomes_haveToHaveTheirEffect() {
    BuyerSession completed = place(1, 100, 200);
    completed.visit().reported(Ending.COMPLETES);
    assertThat(DeliveryChecks.outcomesCount(List.of(completed)).kept()).isFalse();
    completed.visit().saw("status", shown("{\"status\":\"%s\"}", "completed"));
    assertThat(DeliveryChecks.outcomesCount(List.of(completed)).kept()).isTrue();
  }

  @Test
  void places_haveToEnd() {
    BuyerSession ended = place(1, 100, 200);
    ended.visit().saw("status", shown("{\"status\":\"%s\"}", "abandoned"));
    assertThat(DeliveryChecks.everyPlaceEnds(List.of(ended), 1).kept()).isTrue();
    assertThat(DeliveryChecks.everyPlaceEnds(List.of(ended), 2).kept()).as("placeless").isFalse();
    assertThat(DeliveryChecks.everyPlaceEnds(List.of(place(2, 100, 200)), 1).kept())
        .as("still admitted")
        .isFalse();
  }

  @Test
  void events_ofEachPlaceAreExpectedByItsStatus() {
    BuyerVisit visit = visit(1);
    assertThat(DeliveryChecks.expected(List.of(visit))).containsEntry(id(1), List.of(Kind.JOINED));
    visit.saw("status", shown("{\"status\":\"%s\"}", "expired"));
    assertThat(DeliveryChecks.expected(List.of(visit)))
        .containsEntry(id(1), List.of(Kind.JOINED, Kind.READY, Kind.LEFT));
    visit.saw("status", shown("{\"status\":\"%s\"}", "completed"));
    assertThat(DeliveryChecks.expected(List.of(visit)))
        .containsEntry(id(1), List.of(Kind.JOINED, Kind.READY));
    visit.saw("status", shown("{\"status\":\"%s\"}", "abandoned"));
    assertThat(DeliveryChecks.expected(List.of(visit)))
        .containsEntry(id(1), List.of(Kind.JOINED, Kind.LEFT));
  }

  @Test
  void events_mayComeTwiceButNotBeMissingStrangeOrDifferent() {
    List<BuyerVisit> visits = List.of(visit(1));
    Map<String, Told> ledger = new HashMap<>();
    assertThat(DeliveryChecks.nothingLost(visits, ledger).kept()).isFalse();

    Told told = new Told();
    ledger.put(id(1), told);
    told.hear(Kind.JOINED, "m1", Reply.object("{\"position\":1}"));
    told.hear(Kind.JOINED, "m1", Reply.object("{\"position\":1}"));
    assertThat(DeliveryChecks.nothingLost(visits, ledger).kept()).isTrue();
    assertThat(DeliveryChecks.nothingMadeUp(visits, ledger).kept()).isTrue();

    told.hear(Kind.JOINED, "m1", Reply.object("{\"position\":2}"));
    assertThat(DeliveryChecks.nothingMadeUp(visits, ledger).kept()).as("two stories").isFalse();
    assertThat(DeliveryChecks.nothingMadeUp(List.of(), Map.of(id(7), new Told())).kept())
        .as("nobody's place")
        .isFalse();
  }

  @Test
  void complaints_breakTheLastPromise() {
    Tally tally = new Tally();
    tally.answered("join", 201);
    assertThat(DeliveryChecks.everyCallAnswered(tally).kept()).isTrue();
    tally.complain("join answered 500");
    assertThat(DeliveryChecks.everyCallAnswered(tally).kept()).isFalse();
  }

  /** Queued at the start, then admitted and ended so many milliseconds later. */
  private static BuyerSession place(int ticket, int admittedMillis, int endedMillis) {
    BuyerVisit visit = visit(ticket);
    visit.saw(
        "status",
        shown(
            "{\"status\":\"admitted\",\"admitted_at\":\"%s\"}",
            START.plusMillis(admittedMillis).toString()));
    visit.saw(
        "status",
        shown(
            "{\"status\":\"admitted\",\"ended_at\":\"%s\"}",
            START.plusMillis(endedMillis).toString()));
    return BuyerSession.of(visit, Map.of());
  }

  /** A second place of the first user, taken so many milliseconds after the start. */
  private static BuyerSession again(int queuedMillis) {
    BuyerVisit visit = new BuyerVisit("user-1", TICKER);
    visit.given(
        shown(
            "{\"session_id\":\"event.2.mac\",\"status\":\"queued\",\"position\":1,\"queued_at\":\"%s\"}",
            START.plusMillis(queuedMillis).toString()));
    return BuyerSession.of(visit, Map.of());
  }

  private static BuyerVisit visit(int ticket) {
    BuyerVisit visit = new BuyerVisit("user-" + ticket, TICKER);
    visit.given(
        shown(
            "{\"session_id\":\"%s\",\"status\":\"queued\",\"position\":1,\"queued_at\":\""
                + START
                + "\"}",
            id(ticket)));
    return visit;
  }

  private static String id(int ticket) {
    return "event." + Integer.toString(ticket, 36) + ".mac";
  }

  private static Reply shown(String json, String value) {
    return new Reply(200, Reply.object(json.replace("%s", value)));
  }

  private static List<BuyerSession> with(List<BuyerSession> places, BuyerSession another) {
    return IntStream.rangeClosed(0, places.size())
        .mapToObj(i -> i < places.size() ? places.get(i) : another)
        .toList();
  }
}
