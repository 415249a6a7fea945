package io.waitroom.boot;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.waitroom.room.SessionKey;
import java.security.SecureRandom;

/**
 * Keys made for one life of a process: sessions and tokens of an earlier life are worth nothing.
 */
final class DevelopmentKeys {
  private static final String ID = "dev";

  private DevelopmentKeys() {}

  static SessionKey sessionKey() {
    byte[] secret = new byte[SessionKey.MIN_SECRET_BYTES];
    new SecureRandom().nextBytes(secret);
    return SessionKey.of(ID, secret);
  }

  static ECKey tokenKey() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(ID).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException("This JDK lacks P-256", e);
    }
  }
}
