package io.waitroom.http;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import io.waitroom.room.BuyerIdentity;
import io.waitroom.service.JoinSettings;
import io.waitroom.testkit.TestKeys;
import io.waitroom.token.BuyerTokens;
import io.waitroom.token.IssuerSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;

/** Services that do not let everybody join, by the names that tests configure. */
final class JoinWorlds {
  /** Identity may be shown, work must be proved, two places an hour and client. */
  static final String STRICT = "strict";

  /** Identity must be shown. */
  static final String MEMBERS = "members";

  /** Two joins a minute and client. */
  static final String LIMITED = "limited";

  /** Most hashes of a proof; little, so that tests are quick. */
  static final int WORK = 1_000;

  private static final String ISSUER = "https://accounts.example";
  private static final String AUDIENCE = "tickets";
  private static final ECKey KEY = TestKeys.tokenKey("accounts");

  private JoinWorlds() {}

  /** Everybody may join as often as they like. */
  static JoinSettings open() {
    return settings(0, Duration.ofMinutes(1), JoinSettings.Proof.OFF, JoinSettings.Identity.OFF);
  }

  static JoinSettings named(String name) {
    return switch (name) {
      case STRICT ->
          settings(
              2, Duration.ofHours(1), JoinSettings.Proof.ALWAYS, JoinSettings.Identity.OPTIONAL);
      case MEMBERS ->
          settings(0, Duration.ofHours(1), JoinSettings.Proof.OFF, JoinSettings.Identity.REQUIRED);
      case LIMITED ->
          settings(2, Duration.ofMinutes(1), JoinSettings.Proof.OFF, JoinSettings.Identity.OFF);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static JoinSettings settings(
      int joins, Duration window, JoinSettings.Proof proof, JoinSettings.Identity identity) {
    return new JoinSettings(joins, window, proof, 500, identity);
  }

  /** Who checks buyers' tokens; nobody where identity is off. */
  static Optional<BuyerIdentity> identities(JoinSettings settings) {
    return settings.identity() == JoinSettings.Identity.OFF
        ? Optional.empty()
        : Optional.of(
            new BuyerTokens(
                new IssuerSettings(ISSUER, published(), Set.of(AUDIENCE), IssuerSettings.SUBJECT)));
  }

  private static URI published() {
    try {
      Path file = Files.createTempFile("accounts", ".json");
      file.toFile().deleteOnExit();
      return Files.writeString(file, TestKeys.jwks(KEY.toPublicJWK())).toUri();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A token of the issuer for a person, good for an hour. */
  static String token(String person) {
    return token(claims().subject(person), KEY);
  }

  /** Claims that a token of the issuer has, but for the person. */
  static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience(AUDIENCE)
        .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))));
  }

  /** A token signed with the issuer's key. */
  static String token(JWTClaimsSet.Builder claims) {
    return token(claims, KEY);
  }

  /** A token signed with some key, which is called as the issuer's is. */
  static String token(JWTClaimsSet.Builder claims, ECKey key) {
    return TestKeys.signed(
        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(KEY.getKeyID()).build(),
        claims.build(),
        key);
  }
}
