package io.waitroom.http.page;

import io.waitroom.room.SessionRef;
import io.waitroom.room.SessionStatus;
import io.waitroom.room.Standing;
import java.time.Instant;

/** Where a visitor stands, as far as the page is concerned. */
sealed interface VisitorState {
  /** Not in the queue yet. */
  record None() implements VisitorState {}

  /** Not in the queue, because it takes nobody more for now. */
  record Full() implements VisitorState {}

  /**
   * Waits.
   *
   * @param start the position with which the place began
   * @param until when the wait runs out, as the join said
   */
  record Waiting(String sessionId, Standing.Queued standing, long start, Instant until)
      implements VisitorState {}

  /**
   * May go to the checkout.
   *
   * @param token that lets them in there
   * @param readAt when, by the clock of those who set {@code leaseUntil}
   */
  record Turn(String sessionId, SessionRef ref, String token, Instant leaseUntil, Instant readAt)
      implements VisitorState {}

  /**
   * Has ended.
   *
   * @param hadTurn whether they were ever let in
   */
  record Over(SessionStatus status, boolean hadTurn) implements VisitorState {}

  /** Ended so long ago that its ending is no longer kept. */
  record Forgotten() implements VisitorState {}
}
