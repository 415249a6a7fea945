package io.waitroom.room;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A change an operator asks for: what is empty stays as it is.
 *
 * @param ifState applied only when the room is in one of these states; empty for any
 */
public record RoomChange(
    Optional<String> name,
    Optional<Integer> maxConcurrent,
    Optional<Integer> releaseRate,
    Optional<Long> maxLength,
    Optional<Duration> sessionTtl,
    Optional<Duration> checkoutTtl,
    RoomPage.Change page,
    Optional<RoomState> state,
    Set<RoomState> ifState) {
  private static final RoomSettings WITHIN_BOUNDS =
      new RoomSettings("", 1, 1, 1, RoomSettings.MIN_TTL, RoomSettings.MIN_TTL);

  /**
   * Checks each value that is present.
   *
   * @throws IllegalArgumentException naming the first field that is out of bounds
   */
  public RoomChange {
    ifState = Set.copyOf(ifState);
    // Not in RoomSettings: a room that was named like that before has to remain readable.
    if (!name.map(RoomPage::isPlain).orElse(true)) {
      throw new IllegalArgumentException(
          "name must not hold control characters, nor those that turn the writing direction");
    }
    // Bounds hold for each field by itself, so any valid base will do; the record checks itself.
    RoomSettings _ =
        new RoomSettings(
            name.orElse(WITHIN_BOUNDS.name()),
            maxConcurrent.orElse(WITHIN_BOUNDS.maxConcurrent()),
            releaseRate.orElse(WITHIN_BOUNDS.releaseRate()),
            maxLength.orElse(WITHIN_BOUNDS.maxLength()),
            sessionTtl.orElse(WITHIN_BOUNDS.sessionTtl()),
            checkoutTtl.orElse(WITHIN_BOUNDS.checkoutTtl()),
            WITHIN_BOUNDS.page().with(page));
  }

  /** Returns whether nothing is asked for. */
  public boolean isEmpty() {
    return state.isEmpty()
        && name.isEmpty()
        && maxConcurrent.isEmpty()
        && releaseRate.isEmpty()
        && maxLength.isEmpty()
        && sessionTtl.isEmpty()
        && checkoutTtl.isEmpty()
        && page.equals(RoomPage.Change.NONE);
  }

  /** The settings of a room after this change. */
  public RoomSettings applyTo(RoomSettings before) {
    return new RoomSettings(
        name.orElse(before.name()),
        maxConcurrent.orElse(before.maxConcurrent()),
        releaseRate.orElse(before.releaseRate()),
        maxLength.orElse(before.maxLength()),
        sessionTtl.orElse(before.sessionTtl()),
        checkoutTtl.orElse(before.checkoutTtl()),
        before.page().with(page));
  }

  /** Only the state, and only from one of {@code from}: the operator's pause and resume. */
  public static RoomChange ofState(RoomState to, Set<RoomState> from) {
    return new RoomChange(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        RoomPage.Change.NONE,
        Optional.of(to),
        from);
  }
}
