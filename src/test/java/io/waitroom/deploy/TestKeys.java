package io.waitroom.deploy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.util.Map;

/** Keys that stand for those of a Secret. */
final class TestKeys {
  /** The three that a start outside development needs. */
  static final Map<String, String> ENVIRONMENT =
      Map.of(
          "SESSION_KEYS", "k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
          "TOKEN_KEYS", tokenKeys(),
          "ADMIN_KEY", "an-admin-key-of-the-tests");

  private TestKeys() {}

  private static String tokenKeys() {
    try {
      return new JWKSet(new ECKeyGenerator(Curve.P_256).keyID("t1").generate()).toString(false);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
