package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import io.waitroom.testkit.Api.Answer;
import io.waitroom.testkit.CapturedLog;
import io.waitroom.testkit.TestKeys;
import io.waitroom.token.EcTokenCheck;
import jakarta.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that are wrong in themselves: refused, without anybody having been asked, or an echo. */
class BadTokenTest extends HttpTestBase {
  private String session = "";
  private String good = "";
  private ECKey ours = TestKeys.tokenKey("none");

  @BeforeEach
  void admitSomebody() {
    session = join("user");
    admit();
    good = api.get("/api/v1/waitroom/status/" + session).text("checkout_token");
    ours = world.tokenSettings.keys().getFirst();
  }

  private void assertInvalid(String token) {
    long before = world.state.calls();
    Answer post =
        api.post(
            VerifyTest.VERIFY, Json.createObjectBuilder().add("token", token).build().toString());
    assertProblem(post, 401, "token-invalid");
    assertThat(post.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
    if (token.length() > 20) {
      assertThat(post.body()).doesNotContain(token.substring(0, 20));
    }
    assertThat(world.state.calls()).as("calls of the waiting room").isEqualTo(before);
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer("waitroom")
        .audience(EVENT.value())
        .subject("user")
        .jwtID(session)
        .expirationTime(Date.from(world.clock.instant().plus(Duration.ofMinutes(5))));
  }

  private String byUs(UnaryOperator<JWTClaimsSet.Builder> change) {
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(ours.getKeyID()).build();
    return TestKeys.signed(header, change.apply(claims()).build(), ours);
  }

  private static String part(String json) {
    return Base64URL.encode(json).toString();
  }

  private int status(String token) {
    return api.get(VerifyTest.VERIFY, "X-Waitroom-Token", token).status();
  }

  /** The others of this class fail for the reason they name, because this one does not. */
  @Test
  void signedWithOurKeyAndAllClaims_isGood() throws Exception {
    assertThat(status(byUs(claims -> claims))).isEqualTo(204);
  }

  /** Four bits of the last character are no part of the signature. */
  @Test
  void f105_otherSpellingsOfASignature_areInvalid() {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    String start = good.substring(0, good.length() - 1);
    int last = alphabet.indexOf(good.charAt(good.length() - 1));
    for (int other = last & 0x30; other < (last & 0x30) + 16; other++) {
      if (other != last) {
        assertInvalid(start + alphabet.charAt(other));
      }
    }
    assertThat(status(good)).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "..",
        "...",
        "a.b.c",
        "a.b",
        "null",
        "{}",
        "\u0000",
        "e30.e30.e30",
        "\uD83C\uDFAB.\uD83C\uDFAB.\uD83C\uDFAB",
        "../../etc/passwd",
        "%00",
        "' OR 1=1 --",
        "eyJhbGciOiJFUzI1NiJ9..",
        "eyJhbGciOiJFUzI1NiJ9.e30.",
        "eyJhbGciOiJFUzI1NiJ9.e30.AAAA"
      })
  void malformed_isInvalid(String token) {
    assertInvalid(token);
  }

  @Test
  void huge_isInvalidBeforeItIsParsed() {
    assertInvalid(good + "A".repeat(EcTokenCheck.MAX_TOKEN_LENGTH));
    assertInvalid("A".repeat(16_000));
    assertInvalid(part("[".repeat(3_000)) + "." + part("{}") + ".AAAA");
  }

  @Test
  void tampered_isInvalid() {
    String[] parts = good.split("\\.", -1);
    String otherClaims = part("{\"iss\":\"waitroom\",\"sub\":\"mallory\"}");

    assertInvalid(parts[0] + "." + otherClaims + "." + parts[2]);
    assertInvalid(parts[0] + "." + parts[1] + ".");
    assertInvalid(parts[0] + "." + parts[1] + "." + "A".repeat(parts[2].length()));
    assertInvalid(good + "." + parts[2]);
    assertInvalid(good + "\n");
    assertInvalid(good + "=");
    assertInvalid(good.replace(".", ".!"));
  }

  @Test
  void unsigned_isInvalid() {
    String payload = good.split("\\.", -1)[1];
    for (String none : List.of("none", "None", "NONE", "nOnE")) {
      String header = part("{\"alg\":\"%s\",\"kid\":\"t2\"}".formatted(none));
      assertInvalid(header + "." + payload + ".");
      assertInvalid(header + "." + payload + "." + good.split("\\.", -1)[2]);
    }
  }

  @Test
  void wrongKey_isInvalidWhateverItIsCalled() throws Exception {
    ECKey theirs = TestKeys.tokenKey("t2");
    JWSHeader.Builder header = new JWSHeader.Builder(JWSAlgorithm.ES256);
    JWTClaimsSet claims = claims().build();
    ECDSASigner signer = new ECDSASigner(theirs);

    assertInvalid(TestKeys.signed(header.keyID("t2").build(), claims, signer));
    assertInvalid(TestKeys.signed(header.keyID("t9").build(), claims, signer));
    // A token that brings its own key, or says where to fetch it, is not listened to.
    assertInvalid(
        TestKeys.signed(header.keyID("t2").jwk(theirs.toPublicJWK()).build(), claims, signer));
    assertInvalid(
        TestKeys.signed(
            header.jwkURL(URI.create("https://evil.example/keys")).build(), claims, signer));
  }

  @Test
  void ourKeyUnderAnotherName_isInvalid() throws Exception {
    JWTClaimsSet claims = claims().build();
    ECDSASigner signer = new ECDSASigner(ours);

    assertInvalid(TestKeys.signed(new JWSHeader(JWSAlgorithm.ES256), claims, signer));
    assertInvalid(
        TestKeys.signed(
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("t1").build(), claims, signer));
  }

  @Test
  void hmacWithThePublicKeyAsSecret_isInvalid() throws Exception {
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(ours.getKeyID()).build();
    JWTClaimsSet claims = claims().build();
    byte[] der = ours.toECPublicKey().getEncoded();
    byte[] jwk = ours.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8);

    assertInvalid(TestKeys.signed(header, claims, new MACSigner(der)));
    assertInvalid(TestKeys.signed(header, claims, new MACSigner(jwk)));
  }

  @Test
  void criticalExtension_isInvalid() throws Exception {
    JWSHeader header =
        new JWSHeader.Builder(JWSAlgorithm.ES256)
            .keyID(ours.getKeyID())
            .type(JOSEObjectType.JWT)
            .criticalParams(Set.of("exotic"))
            .customParam("exotic", Map.of())
            .build();

    assertInvalid(TestKeys.signed(header, claims().build(), new ECDSASigner(ours)));
  }

  @Test
  void signedByUsForSomethingElse_isInvalid() throws Exception {
    assertInvalid(byUs(claims -> claims.issuer("another-service")));
    assertInvalid(byUs(claims -> claims.issuer(null)));
    assertInvalid(byUs(claims -> claims.audience("a b")));
    assertInvalid(byUs(claims -> claims.audience("../admin")));
    assertInvalid(byUs(claims -> claims.audience(List.of("concert-2024", "opera"))));
    assertInvalid(byUs(claims -> claims.audience(List.of())));
    assertInvalid(byUs(claims -> claims.subject(null)));
    assertInvalid(byUs(claims -> claims.subject("a\u0000b")));
    assertInvalid(byUs(claims -> claims.jwtID(null)));
    assertInvalid(byUs(claims -> claims.expirationTime(null)));
  }

  @Test
  void signedByUsWithAnIdThatIsNone_isRevoked() throws Exception {
    assertThat(status(byUs(claims -> claims.jwtID("concert-2024.1.k1" + "A".repeat(22)))))
        .isEqualTo(403);
    assertThat(status(byUs(claims -> claims.jwtID("{}:*?\r\n")))).isEqualTo(403);
  }

  @Test
  void signedByUsForAnotherPlace_isInvalid() throws Exception {
    assertThat(status(byUs(claims -> claims.audience("opera")))).isEqualTo(401);
    assertThat(status(byUs(claims -> claims.subject("mallory")))).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"token\":7}",
        "{\"token\":null}",
        "{\"token\":\"x\",\"event_id\":\"a b\"}",
        "{\"token\":\"x\",\"event_id\":\"../../x\"}",
        "{\"token\":\"x\",\"event_id\":{}}",
        "{\"token\":\"x\",\"client\":\"\"}",
        "{\"token\":\"x\",\"client\":\"a\\u0000\"}",
        "{\"token\":\"x\",\"client\":[]}"
      })
  void badBody_isRefused(String body) {
    long before = world.state.calls();

    assertProblem(api.post(VerifyTest.VERIFY, body), 400, "invalid-field");

    assertThat(world.state.calls()).isEqualTo(before);
  }

  @Test
  void unknownMember_isRefused() {
    assertProblem(
        api.post(VerifyTest.VERIFY, "{\"token\":\"x\",\"cliant\":\"phone\"}"),
        400,
        "unknown-field");
  }

  @Test
  void badQueryOrHeader_isRefused() {
    for (String event : List.of("", "a%20b", "..%2F..", "%00", "%F0%9F%8E%AB", "a".repeat(65))) {
      Answer answer = api.get(VerifyTest.VERIFY + "?event_id=" + event, "X-Waitroom-Token", good);
      assertProblem(answer, 400, "invalid-field");
    }
    Answer answer =
        api.get(VerifyTest.VERIFY, "X-Waitroom-Token", good, "X-Waitroom-Client", "c".repeat(129));
    assertProblem(answer, 400, "invalid-field");
    assertThat(answer.text("field")).isEqualTo("X-Waitroom-Client");
  }

  @Test
  void nothingOfIt_isLogged() {
    try (CapturedLog log = new CapturedLog("io.waitroom.http")) {
      status(good);
      assertInvalid(good + "x");
      assertInvalid("not-a-token-but-secret");

      assertThat(log.lines()).isEmpty();
    }
  }
}
