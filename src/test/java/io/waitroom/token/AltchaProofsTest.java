package io.waitroom.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.room.EventId;
import io.waitroom.room.ProofOfWork;
import io.waitroom.room.SpentProof;
import io.waitroom.testkit.AltchaSolver;
import io.waitroom.testkit.SteppedClock;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Proofs of work: made here, solved as a client does, checked anywhere. */
class AltchaProofsTest {
  private static final int WORK = 1_000;
  private static final SecretKey OLD = key(1);
  private static final SecretKey NEW = key(2);

  private final EventId event = new EventId("concert-2024");
  private final SteppedClock clock = new SteppedClock(Instant.parse("2026-11-23T12:00:00Z"));
  private final AltchaProofs proofs = proofs(OLD);

  private static SecretKey key(int fill) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) fill);
    return new SecretKeySpec(bytes, "HmacSHA256");
  }

  private AltchaProofs proofs(SecretKey... keys) {
    return new AltchaProofs(new ProofSettings(List.of(keys), WORK), clock);
  }

  /** As the API writes it. */
  private static JsonObject json(ProofOfWork.Challenge challenge) {
    return Json.createObjectBuilder()
        .add("algorithm", challenge.algorithm())
        .add("challenge", challenge.hash())
        .add("maxnumber", challenge.maxNumber())
        .add("salt", challenge.salt())
        .add("signature", challenge.signature())
        .build();
  }

  private String solved() {
    return AltchaSolver.solve(json(proofs.challenge(event)));
  }

  @Test
  void challenge_isOfTheSchemeAndNamesEventAndEnd() {
    ProofOfWork.Challenge challenge = proofs.challenge(event);
    assertThat(challenge.algorithm()).isEqualTo("SHA-256");
    assertThat(challenge.maxNumber()).isEqualTo(WORK);
    assertThat(challenge.hash()).matches("[0-9a-f]{64}");
    assertThat(challenge.signature()).matches("[0-9a-f]{64}");
    assertThat(challenge.salt())
        .as(
            "ends with a delimiter, so that no digit of the number can be taken for one of the salt")
        .matches("[0-9a-f]{24}\\?\\S+&")
        .contains("event=concert-2024&")
        .contains("expires=" + clock.instant().plus(AltchaProofs.LIFETIME).getEpochSecond() + "&");
    assertThat(proofs.challenge(event)).as("never the same").isNotEqualTo(challenge);
  }

  @Test
  void check_solved_isToldApartAndLivesAsLongAsTheChallenge() {
    JsonObject challenge = json(proofs.challenge(event));
    clock.advance(Duration.ofMinutes(4));
    assertThat(proofs.check(AltchaSolver.solve(challenge), event))
        .contains(new SpentProof(challenge.getString("challenge"), Duration.ofMinutes(6)));
  }

  @Test
  void check_afterTheEnd_isRefused() {
    String solution = solved();
    clock.advance(AltchaProofs.LIFETIME);
    assertThat(proofs.check(solution, event)).isEmpty();
  }

  @Test
  void check_forAnotherEvent_isRefused() {
    assertThat(proofs.check(solved(), new EventId("opera"))).isEmpty();
  }

  @Test
  void check_whileKeysChange_isDoneWithAllOfThem() {
    String solution = solved();
    assertThat(proofs(NEW, OLD).check(solution, event)).isPresent();
    assertThat(proofs(NEW).check(solution, event)).isEmpty();
  }

  @Test
  void check_changedInAnyMember_isRefused() {
    JsonObject challenge = json(proofs.challenge(event));
    long number = AltchaSolver.number(challenge);
    for (String member : List.of("algorithm", "challenge", "salt", "signature")) {
      String value = challenge.getString(member);
      JsonObject changed =
          Json.createObjectBuilder(challenge)
              .add(member, (value.charAt(0) == '0' ? "1" : "0") + value.substring(1))
              .build();
      assertThat(proofs.check(AltchaSolver.payload(changed, number), event)).as(member).isEmpty();
    }
    assertThat(proofs.check(AltchaSolver.payload(challenge, number + 1), event)).isEmpty();
  }

  /** The same work must not count twice, however its salt is written. */
  @Test
  void check_withTheDelimiterLeftOut_isTheSameProof() {
    JsonObject challenge = json(proofs.challenge(event));
    String salt = challenge.getString("salt");
    JsonObject shorter =
        Json.createObjectBuilder(challenge)
            .add("salt", salt.substring(0, salt.length() - 1))
            .build();
    long number = AltchaSolver.number(challenge);
    assertThat(proofs.check(AltchaSolver.payload(shorter, number), event))
        .isEqualTo(proofs.check(AltchaSolver.payload(challenge, number), event));
  }
}
