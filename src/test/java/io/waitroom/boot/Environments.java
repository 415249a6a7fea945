package io.waitroom.boot;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Environments to read a configuration from. */
final class Environments {
  /** A session key that is long enough. */
  static final String SESSION_KEY = "k1:" + base64("0123456789abcdef0123456789abcdef");

  /** Another one. */
  static final String OTHER_SESSION_KEY = "k2:" + base64("fedcba9876543210fedcba9876543210-longer");

  /** Two private P-256 keys, t1 and t2. */
  static final String TOKEN_KEYS = jwks(tokenKey("t1"), tokenKey("t2"));

  private Environments() {}

  /** The least that is not a development start. */
  static Map<String, String> minimal() {
    return with(Map.of());
  }

  /** The least that is not a development start, and some more. */
  static Map<String, String> with(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("SESSION_KEYS", SESSION_KEY);
    environment.put("TOKEN_KEYS", TOKEN_KEYS);
    environment.putAll(more);
    return environment;
  }

  static Configuration read(Map<String, String> environment) {
    return Configuration.read(name -> Optional.ofNullable(environment.get(name)));
  }

  /** What is wrong with an environment; empty when nothing is. */
  static List<String> problems(Map<String, String> environment) {
    try {
      read(environment);
      return List.of();
    } catch (ConfigurationException e) {
      return e.problems();
    }
  }

  static ECKey tokenKey(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  static String jwks(JWK... keys) {
    return new JWKSet(List.of(keys)).toString(false);
  }

  static String base64(String secret) {
    return Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.US_ASCII));
  }
}
