package io.waitroom.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.room.EventId;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Versions of rooms that come and go. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class RoomVersionsTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final EventId opera = new EventId("opera");
  private final EventId circus = new EventId("circus");
  private final RoomVersions versions = new RoomVersions();

  @Test
  void keep_forgetsRoomsThatAreNoMore() {
    long kept = versions.version(opera);
    long _ = versions.version(circus);
    versions.keep(Set.of(opera));
    assertThat(versions.size()).isEqualTo(1);
    assertThat(versions.version(opera)).isEqualTo(kept);
  }

  @Test
  void keep_changesWhatItForgets_alsoForWhoHasNotYetWaited() throws InterruptedException {
    long known = versions.version(circus);
    versions.keep(Set.of());
    assertThat(versions.awaitChange(circus, known, LONG)).isNotEqualTo(known);
  }

  @Test
  void keep_wakesWhoWaits() throws InterruptedException {
    long known = versions.version(circus);
    Thread waiting =
        Thread.ofVirtual()
            .start(() -> {
              try {
                long _ = versions.awaitChange(circus, known, LONG);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    while (waiting.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    versions.keep(Set.of());
    waiting.join();
  }
}
