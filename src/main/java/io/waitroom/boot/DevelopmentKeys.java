package io.waitroom.boot;

import com.nimbusds.jose.jwk.ECKey;
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
    return MakeKeys.tokenKey(ID);
  }
}
