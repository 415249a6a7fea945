package io.waitroom.boot.config;

import io.waitroom.testkit.TestKeys;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Environments to read a configuration from. */
public final class Environments {
  /** A session key that is long enough. */
  static final String SESSION_KEY = TestKeys.SESSION_KEYS;

  /** Another one. */
  static final String OTHER_SESSION_KEY = "k2:" + base64("fedcba9876543210fedcba9876543210-longer");

  /** Two private P-256 keys, t1 and t2. */
  static final String TOKEN_KEYS = TestKeys.TOKEN_KEYS;

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
  public static List<String> problems(Map<String, String> environment) {
    try {
      read(environment);
      return List.of();
    } catch (ConfigurationException e) {
      return e.problems();
    }
  }

  static String base64(String secret) {
    return Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.US_ASCII));
  }
}
