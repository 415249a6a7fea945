package io.waitroom.boot;

import io.waitroom.room.SessionKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Session keys as text: {@code id:base64secret[,id2:base64secret2]}. */
final class SessionKeyText {
  static final ValueType<List<SessionKey>> KIND =
      new ValueType<>(
          "id:secret[,id:secret,...], ids of 1 to 8 letters or digits, secrets of at least %d bytes in base64"
              .formatted(SessionKey.MIN_SECRET_BYTES),
          SessionKeyText::parse);

  private SessionKeyText() {}

  private static List<SessionKey> parse(String text) {
    List<SessionKey> keys = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (String part : text.split(",", -1)) {
      SessionKey key = key(part.strip());
      if (!ids.add(key.id())) {
        throw new ValueType.Refusal("must not give one id to two keys");
      }
      keys.add(key);
    }
    return keys;
  }

  private static SessionKey key(String part) {
    int colon = part.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("no id");
    }
    String secret = part.substring(colon + 1);
    boolean urlSafe = secret.indexOf('-') >= 0 || secret.indexOf('_') >= 0;
    Base64.Decoder decoder = urlSafe ? Base64.getUrlDecoder() : Base64.getDecoder();
    return SessionKey.of(part.substring(0, colon), decoder.decode(secret));
  }
}
