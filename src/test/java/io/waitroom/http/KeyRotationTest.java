package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import io.waitroom.room.EventId;
import io.waitroom.room.TokenCheck;
import io.waitroom.room.UserId;
import io.waitroom.testkit.SteppedClock;
import io.waitroom.testkit.TestKeys;
import io.waitroom.token.EcCheckoutTokens;
import io.waitroom.token.EcTokenCheck;
import io.waitroom.token.TokenSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Replacing the key that signs: no token that is alive is ever refused on the way. */
class KeyRotationTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private final ECKey old = TestKeys.tokenKey("old");
  private final ECKey fresh = TestKeys.tokenKey("fresh");

  private static EcCheckoutTokens replica(ECKey... keys) {
    return new EcCheckoutTokens(new TokenSettings("waitroom", List.of(keys)), () -> NOW);
  }

  private static String issue(EcCheckoutTokens replica) {
    return replica.issue(
        "session", new EventId("concert-2024"), new UserId("alice"), NOW, NOW.plusSeconds(900));
  }

  private static boolean takes(EcCheckoutTokens replica, String token) {
    return replica.check(token) instanceof TokenCheck.Genuine;
  }

  /** As src/docs/deploy.md says: first the new key in second place everywhere, then in first. */
  private final List<EcCheckoutTokens> generations =
      List.of(replica(old), replica(old, fresh), replica(fresh, old), replica(fresh));

  @Test
  void neighbouringGenerations_takeEachOthersTokens() {
    for (int i = 0; i + 1 < generations.size(); i++) {
      // The last step waits until the tokens of the old key have run out.
      if (i < 2) {
        assertThat(takes(generations.get(i + 1), issue(generations.get(i)))).isTrue();
      }
      assertThat(takes(generations.get(i), issue(generations.get(i + 1)))).isTrue();
    }
  }

  @Test
  void newKey_isPublishedBeforeItSigns() throws Exception {
    for (int i = 0; i + 1 < generations.size(); i++) {
      JWKSet published = JWKSet.parse(generations.get(i).publicKeys());
      String kid = SignedJWT.parse(issue(generations.get(i + 1))).getHeader().getKeyID();
      assertThat(published.getKeyByKeyId(kid)).isNotNull();
    }
  }

  @Test
  void removedKey_isRefused() {
    assertThat(replica(fresh).check(issue(replica(old)))).isEqualTo(new TokenCheck.Invalid());
  }

  /** More tokens than a replica remembers are judged like the first. */
  @Test
  void manyTokens_areJudgedAlike() {
    SteppedClock clock = new SteppedClock(NOW);
    EcCheckoutTokens replica =
        new EcCheckoutTokens(new TokenSettings("waitroom", List.of(old)), clock);
    String first = issue(replica);
    for (int i = 0; i <= EcTokenCheck.MAX_TOKENS_REMEMBERED; i++) {
      String token =
          replica.issue(
              "session-" + i, new EventId("opera"), new UserId("bob"), NOW, NOW.plusSeconds(900));
      assertThat(replica.check(token))
          .isEqualTo(
              new TokenCheck.Genuine(
                  "session-" + i, new EventId("opera"), new UserId("bob"), NOW.plusSeconds(900)));
    }
    for (int again = 0; again < 2; again++) {
      assertThat(takes(replica, first)).isTrue();
      assertThat(replica.check(first + "A")).isEqualTo(new TokenCheck.Invalid());
    }
    clock.advance(Duration.ofSeconds(930));
    assertThat(replica.check(first)).isEqualTo(new TokenCheck.Expired());
  }
}
