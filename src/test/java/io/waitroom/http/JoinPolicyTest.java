package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import io.helidon.microprofile.testing.AddConfig;
import io.waitroom.testkit.AltchaSolver;
import io.waitroom.testkit.Api.Answer;
import io.waitroom.testkit.TestKeys;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Joins where work has to be proved, a client is limited, and buyers may show who they are. */
@AddConfig(key = "world.join", value = JoinWorlds.STRICT)
class JoinPolicyTest extends HttpTestBase {
  private static final String JOIN = "/api/v1/waitroom/join";
  private static final String CHALLENGE = "/api/v1/waitroom/events/concert-2024/challenge";

  private JsonObject challenge() {
    return api.get(CHALLENGE).json();
  }

  private Answer send(String user, String altcha, String... headers) {
    JsonObjectBuilder body = Json.createObjectBuilder().add("event_id", EVENT.value());
    if (!user.isEmpty()) {
      body.add("user_id", user);
    }
    if (!altcha.isEmpty()) {
      body.add("altcha", altcha);
    }
    return api.post(JOIN, body.build().toString(), headers);
  }

  private Answer solved(String user, String... headers) {
    return send(user, AltchaSolver.solve(challenge()), headers);
  }

  @Test
  void challenge_isOfTheAltchaScheme() {
    assertThat(challenge().keySet())
        .containsExactly("algorithm", "challenge", "maxnumber", "salt", "signature");
    assertThat(challenge()).as("never the same").isNotEqualTo(challenge());
  }

  @Test
  void join_withASolvedChallenge_takesAPlace() {
    assertThat(solved("alice").status()).isEqualTo(201);
  }

  @Test
  void join_withoutProof_isRefusedUnheard() {
    assertRefusedUnheard(send("alice", ""), 403, "proof-required");
  }

  @Test
  void join_withAProofUsedBefore_isRefused() {
    String proof = AltchaSolver.solve(challenge());
    assertThat(send("alice", proof).status()).isEqualTo(201);
    assertProblem(send("bob", proof), 403, "proof-invalid");
  }

  @Test
  void join_repeatedWithItsProof_getsItsPlaceAgain() {
    String proof = AltchaSolver.solve(challenge());
    String[] key = {"Idempotency-Key", "0123456789abcdef"};
    String session = send("alice", proof, key).text("session_id");
    Answer again = send("alice", proof, key);
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.text("session_id")).isEqualTo(session);
  }

  static Stream<String> brokenProofs() {
    JsonObject forged =
        Json.createObjectBuilder()
            .add("algorithm", "SHA-256")
            .add("salt", "0123456789abcdef01234567?expires=99999999999&event=concert-2024&")
            .add("challenge", "00")
            .add("signature", "00")
            .build();
    return Stream.of(
        "x",
        "e30=",
        "W10=",
        "bnVsbA==",
        "A".repeat(4_000),
        base64("{\"a\":" + "[".repeat(1_000)),
        base64("[1]"),
        AltchaSolver.payload(forged, 1),
        AltchaSolver.payload(forged, Long.MAX_VALUE));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @MethodSource("brokenProofs")
  void join_withABrokenProof_isRefusedUnheard(String proof) {
    assertRefusedUnheard(send("alice", proof), 403, "proof-invalid");
  }

  @Test
  void join_withAWrongNumber_isRefused() {
    JsonObject challenge = challenge();
    String wrong = AltchaSolver.payload(challenge, AltchaSolver.number(challenge) + 1);
    assertProblem(send("alice", wrong), 403, "proof-invalid");
  }

  @Test
  void join_withADigitMovedIntoTheSalt_isRefused() {
    JsonObject challenge = challenge();
    String number = Long.toString(AltchaSolver.number(challenge));
    JsonObject spliced =
        Json.createObjectBuilder(challenge)
            .add("salt", challenge.getString("salt") + number.charAt(0))
            .build();
    long rest = number.length() > 1 ? Long.parseLong(number.substring(1)) : 0;
    assertProblem(send("alice", AltchaSolver.payload(spliced, rest)), 403, "proof-invalid");
  }

  @Test
  void join_withAProofOfAnotherEvent_isRefused() {
    room(settings -> settings);
    JsonObject other =
        Json.createObjectBuilder(challenge())
            .add("salt", challenge().getString("salt").replace("concert-2024", "opera"))
            .build();
    assertProblem(send("alice", AltchaSolver.payload(other, 1)), 403, "proof-invalid");
  }

  @Test
  void join_beyondTheLimit_isRefusedUntilTimeHasPassed() {
    assertThat(solved("a").status()).isEqualTo(201);
    assertThat(solved("b").status()).isEqualTo(201);
    Answer refused = solved("c");
    assertProblem(refused, 429, "too-many-joins");
    assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1_700, 1_800);
    later(Duration.ofMinutes(30));
    assertThat(solved("c").status()).isEqualTo(201);
  }

  @Test
  void join_onThePageBeyondTheLimit_isToldOnThePage() {
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      answers.add(
          api.send(
              "POST",
              PageTestBase.PAGE + "/join",
              BodyPublishers.noBody(),
              "Cookie",
              PageTestBase.cookie(Integer.toString(i)),
              "X-Altcha",
              AltchaSolver.solve(challenge())));
    }
    assertThat(answers).extracting(Answer::status).containsExactly(303, 303, 429);
    PageTestBase.assertState(answers.getLast(), "full");
  }

  @Test
  void join_fromAnotherAddress_isCountedByItself() {
    assertThat(solved("a").status()).isEqualTo(201);
    assertThat(solved("b").status()).isEqualTo(201);
    String[] elsewhere = {"X-Forwarded-For", "6.6.6.6, 203.0.113.7"};
    assertThat(solved("c", elsewhere).status()).isEqualTo(201);
    assertThat(solved("d", elsewhere).status()).isEqualTo(201);
    // What the caller writes in front of what the trusted proxy saw changes nothing.
    assertProblem(solved("e", "X-Forwarded-For", "7.7.7.7,203.0.113.7"), 429, "too-many-joins");
  }

  @Test
  void join_ofAVerifiedPerson_isGivenBackOnAnyDevice() {
    String[] alice = {"Authorization", "Bearer " + JoinWorlds.token("alice")};
    Answer first = solved("", alice);
    assertThat(first.status()).isEqualTo(201);
    assertThat(first.text("user_id")).isEqualTo("alice");
    Answer second = solved("alice", alice);
    assertThat(second.status()).isEqualTo(200);
    assertThat(second.text("session_id")).isEqualTo(first.text("session_id"));
    // A stranger who calls themselves so is somebody else (F-09).
    assertThat(solved("alice").text("session_id")).isNotEqualTo(first.text("session_id"));
  }

  @Test
  void join_ofAVerifiedPersonUnderAnothersName_isRefusedUnheard() {
    String proof = AltchaSolver.solve(challenge());
    Answer answer = send("bob", proof, "Authorization", "Bearer " + JoinWorlds.token("alice"));
    assertRefusedUnheard(answer, 400, "invalid-field");
  }

  static Stream<String> brokenTokens() {
    ECKey other = TestKeys.tokenKey("other");
    JWTClaimsSet.Builder expired =
        JoinWorlds.claims()
            .subject("alice")
            .expirationTime(Date.from(Instant.now().minus(Duration.ofHours(1))));
    return Stream.of(
        "nonsense",
        "eyJhbGciOiJub25lIn0.eyJ1cG4iOiJhbGljZSJ9.",
        "A".repeat(10_000),
        JoinWorlds.token(JoinWorlds.claims().subject("alice"), other),
        JoinWorlds.token(expired),
        JoinWorlds.token(JoinWorlds.claims().subject("alice").audience("elsewhere")),
        JoinWorlds.token(JoinWorlds.claims().subject("alice").issuer("https://evil.example")),
        JoinWorlds.token(JoinWorlds.claims()),
        JoinWorlds.token(JoinWorlds.claims().subject("")));
  }

  @ParameterizedTest
  @MethodSource("brokenTokens")
  void join_withABrokenToken_isRefusedUnheard(String token) {
    Answer answer = send("alice", "", "Authorization", "Bearer " + token);
    assertRefusedUnheard(answer, 401, "identity-invalid");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
    assertThat(answer.body()).doesNotContain(token);
  }

  @ParameterizedTest
  @ValueSource(strings = {"preferred_username", "upn", "email"})
  void f99_aClaimThatPeopleChoose_isNobody(String claim) {
    String token = JoinWorlds.token(JoinWorlds.claims().claim(claim, "alice"));
    assertRefusedUnheard(send("", "", "Authorization", "Bearer " + token), 401, "identity-invalid");
  }

  @Test
  void f99_onePersonUnderManyNames_hasOnePlace() {
    Set<String> sessions = new HashSet<>();
    for (String name : List.of("x1", "x2", "x3")) {
      String token =
          JoinWorlds.token(JoinWorlds.claims().subject("42").claim("preferred_username", name));
      sessions.add(solved("", "Authorization", "Bearer " + token).text("session_id"));
    }
    assertThat(sessions).hasSize(1);
  }

  @Test
  void f09_aVerifiedBuyer_neverGetsAStrangersPlace() {
    String stranger = solved("alice").text("session_id");
    String[] alice = {"Authorization", "Bearer " + JoinWorlds.token("alice")};
    Answer hers = solved("alice", alice);
    assertThat(hers.status()).isEqualTo(201);
    assertThat(hers.text("session_id")).isNotEqualTo(stranger);
    assertThat(solved("alice", alice).text("session_id")).isEqualTo(hers.text("session_id"));
    assertProblem(solved("alice"), 409, "already-joined");
    assertThat(api.post("/api/v1/waitroom/leave/" + stranger, "").status()).isEqualTo(200);
    assertThat(solved("alice", alice).text("session_id"))
        .as("the stranger's leave ends the stranger's place only")
        .isEqualTo(hers.text("session_id"));
  }
}
