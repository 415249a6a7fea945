package io.waitroom.testkit;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Keys such as operators configure, the same throughout a JVM. */
public final class TestKeys {
  /** One session key, {@code k1}, as {@code SESSION_KEYS} wants it. */
  public static final String SESSION_KEYS =
      "k1:"
          + Base64.getEncoder()
              .encodeToString(
                  "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

  /** Two private P-256 keys, {@code t1} and {@code t2}, as {@code TOKEN_KEYS} wants them. */
  public static final String TOKEN_KEYS = jwks(tokenKey("t1"), tokenKey("t2"));

  /** An operator's key, long enough for production. */
  public static final String ADMIN_KEY = "an-operator-s-key-of-some-length";

  private TestKeys() {}

  /** A new private P-256 key. */
  public static ECKey tokenKey(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Keys as a JWK Set, with their private parts. */
  public static String jwks(JWK... keys) {
    return new JWKSet(List.of(keys)).toString(false);
  }

  /** A token signed with ES256. */
  public static String signed(JWSHeader header, JWTClaimsSet claims, ECKey key) {
    try {
      return signed(header, claims, new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A token signed by {@code signer}, whatever its header says. */
  public static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer)
      throws JOSEException {
    SignedJWT token = new SignedJWT(header, claims);
    token.sign(signer);
    return token.serialize();
  }
}
