package io.waitroom.boot;

import com.nimbusds.jose.jwk.ECKey;
import io.waitroom.room.SessionKey;
import io.waitroom.token.TokenSettings;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The variables that hold keys. None has a default: a start without keys is a mistake, or a
 * development start.
 */
final class KeyVariables {
  /** Shortest admin key outside development. */
  static final int MIN_ADMIN_KEY_LENGTH = 16;

  static final Variable<List<SessionKey>> SESSION_KEYS =
      Variable.secret(
          "SESSION_KEYS",
          SessionKeyText.KIND,
          "required",
          "Secrets that sign session ids; the first signs, all verify");

  static final Variable<List<ECKey>> TOKEN_KEYS =
      Variable.secret(
          "TOKEN_KEYS",
          TokenKeyText.KIND,
          "required",
          "Keys that sign checkout tokens; the first signs, the public parts of all are published");

  static final Variable<String> TOKEN_ISSUER =
      Variable.of(
          "TOKEN_ISSUER",
          ValueTypes.text("\\p{Graph}{1,200}", "1 to 200 visible ASCII characters"),
          "waitroom-service",
          "The `iss` claim of checkout tokens");

  static final Variable<String> ADMIN_KEY =
      Variable.secret(
          "ADMIN_KEY",
          ValueTypes.text(
              "\\p{Graph}{1,1000}",
              "%d to 1000 visible ASCII characters".formatted(MIN_ADMIN_KEY_LENGTH)),
          "none: the admin API answers 403",
          "Bearer key of the admin API");

  static final List<Variable<?>> ALL = List.of(SESSION_KEYS, TOKEN_KEYS, TOKEN_ISSUER, ADMIN_KEY);

  private KeyVariables() {}

  static Supplier<List<SessionKey>> sessionKeys(ConfigReader reading, boolean development) {
    return orMade(reading, SESSION_KEYS, development, () -> List.of(DevelopmentKeys.sessionKey()));
  }

  static Supplier<TokenSettings> tokens(ConfigReader reading, boolean development) {
    String issuer = reading.get(TOKEN_ISSUER);
    Supplier<List<ECKey>> keys =
        orMade(reading, TOKEN_KEYS, development, () -> List.of(DevelopmentKeys.tokenKey()));
    return () -> new TokenSettings(issuer, keys.get());
  }

  static Optional<String> adminKey(ConfigReader reading, boolean development) {
    Optional<String> key = reading.find(ADMIN_KEY);
    if (!development && key.filter(text -> text.length() < MIN_ADMIN_KEY_LENGTH).isPresent()) {
      reading.problem(ADMIN_KEY, "must be " + ADMIN_KEY.kind().allowed());
    }
    return key;
  }

  /** Whether a key is missing that a development start makes. */
  static boolean isAnyMissing(ConfigReader reading) {
    return !reading.isSet(SESSION_KEYS) || !reading.isSet(TOKEN_KEYS);
  }

  private static <T> Supplier<T> orMade(
      ConfigReader reading, Variable<T> variable, boolean development, Supplier<T> made) {
    Optional<T> given = reading.find(variable);
    if (!development && !reading.isSet(variable)) {
      reading.problem(
          variable,
          "must be %s (or start with %s=true, which makes one)"
              .formatted(variable.kind().allowed(), ServerVariables.WAITROOM_DEV.name()));
    }
    return () -> given.orElseGet(made);
  }
}
