package io.waitroom.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.redis.client.RedisConnection;
import io.waitroom.room.SessionKey;
import io.waitroom.testkit.CapturedLog;
import io.waitroom.testkit.RedisServer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Replicas with other keys on the same Redis. */
class KeyMarksTest {
  @Test
  void f138_otherKeys_areWarnedOfOnceAndARotationIsNot() {
    try (RedisServer redis = RedisServer.start();
        CapturedLog log = new CapturedLog("io.waitroom.redis")) {
      start(redis, "a");
      start(redis, "b", "a");
      start(redis, "b");
      assertThat(log.lines()).isEmpty();
      start(redis, "c");
      assertThat(log.lines()).hasSize(1).allMatch(line -> line.startsWith("WARNING SESSION_KEYS"));
      start(redis, "c");
      assertThat(log.lines()).hasSize(1);
    }
  }

  @Test
  void redisAway_isNoFailure() {
    try (RedisConnection nobody = new RedisConnection(RedisFixture.standalone("127.0.0.1:1"))) {
      new KeyMarks(nobody, keys("a")).record();
    }
  }

  private static void start(RedisServer redis, String... keys) {
    try (RedisConnection connection =
        new RedisConnection(RedisFixture.standalone(redis.address()))) {
      KeyMarks marks = new KeyMarks(connection, keys(keys));
      marks.record();
      marks.record();
    }
  }

  private static List<SessionKey> keys(String... letters) {
    return Stream.of(letters)
        .map(letter -> {
          byte[] secret = new byte[SessionKey.MIN_SECRET_BYTES];
          Arrays.fill(secret, (byte) letter.charAt(0));
          return SessionKey.of("k1", secret);
        })
        .toList();
  }
}
