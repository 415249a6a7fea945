package io.waitroom.room;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A change an operator asks for: what is empty stays as it is.
 *
 * @param ifState applied only when the room is in one of these states; all of them by default
 */
public record RoomChange(
    Optional<String> name,
    Optional<Integer> maxConcurrent,
    Optional<Integer> releaseRate,
    Optional<Long> maxLength,
    Optional<Duration> sessionTtl,
    Optional<Duration> checkoutTtl,
    Optional<RoomState> state,
    Set<RoomState> ifState) {
  /** Only the state, and only from one of {@code from}: the operator's pause and resume. */
  public static RoomChange ofState(RoomState to, Set<RoomState> from) {
    return new RoomChange(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(to),
        Set.copyOf(from));
  }

  /**
   * These settings with the change applied.
   *
   * @throws IllegalArgumentException naming the first field that is out of bounds
   */
  public RoomSettings applyTo(RoomSettings settings) {
    return new RoomSettings(
        name.orElse(settings.name()),
        maxConcurrent.orElse(settings.maxConcurrent()),
        releaseRate.orElse(settings.releaseRate()),
        maxLength.orElse(settings.maxLength()),
        sessionTtl.orElse(settings.sessionTtl()),
        checkoutTtl.orElse(settings.checkoutTtl()));
  }
}
