package io.waitroom.room;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;

/**
 * HMAC-SHA256 with one key. A {@code Mac} that is ready is copied for each message, which costs a
 * third of finding and keying one.
 *
 * <p>Thread-safe: the original is only ever copied.
 */
final class Signer {
  private final String keyId;
  private final Mac ready;

  Signer(SessionKey key) {
    keyId = key.id();
    try {
      ready = Mac.getInstance(SessionKey.ALGORITHM);
      ready.init(key.secret());
      ready.update(new byte[0]); // takes in the key's block, once instead of with each message
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK lacks " + SessionKey.ALGORITHM, e);
    }
  }

  String keyId() {
    return keyId;
  }

  /** The 32 bytes that only who knows the key can make of the message. */
  byte[] sign(byte[] message) {
    try {
      return ((Mac) ready.clone()).doFinal(message);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("This JDK's " + SessionKey.ALGORITHM + " has no copies", e);
    }
  }
}
