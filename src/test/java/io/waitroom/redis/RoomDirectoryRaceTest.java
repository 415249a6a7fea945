package io.waitroom.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.room.EventId;
import io.waitroom.testkit.RedisServer;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a replica knows of rooms while they are made. */
@Timeout(180)
class RoomDirectoryRaceTest {
  @Test
  void find_aRoomMadeWhileAllAreRead_knowsItAtOnce() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisFixture fixture = RedisFixture.on(RedisFixture.standalone(redis.address()))) {
      AtomicBoolean done = new AtomicBoolean();
      Thread watch =
          Thread.ofVirtual()
              .start(() -> {
                while (!done.get()) {
                  Set<EventId> _ = fixture.directory.refreshEvents();
                }
              });
      try {
        for (int i = 0; i < 1_000; i++) {
          EventId event = new EventId("made-" + i);
          var _ = fixture.room.put(event, RedisFixture.SETTINGS, Optional.empty());
          for (int look = 0; look < 20; look++) {
            assertThat(fixture.directory.find(event)).as(event + " at look " + look).isPresent();
          }
        }
      } finally {
        done.set(true);
        watch.join();
      }
    }
  }
}
