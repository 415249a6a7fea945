package io.waitroom.boot.config;

import io.waitroom.redis.client.RedisSettings;
import io.waitroom.redis.client.RedisSettings.Mode;
import io.waitroom.redis.client.RedisUrl;
import io.waitroom.service.JoinSettings;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The rules between variables. */
final class Rules {
  private final ConfigReader reader;

  private Rules(ConfigReader reader) {
    this.reader = reader;
  }

  /** Tells the reader of each rule that is broken. */
  static void check(ConfigReader reader) {
    Rules rules = new Rules(reader);
    rules.ports();
    rules.keys();
    rules.identity();
    rules.redisMode();
    rules.redisTimeouts();
    rules.topics();
    rules.kafkaLogin();
  }

  private void ports() {
    int port = reader.get(Variables.SERVER_PORT);
    if (port != 0 && port == reader.get(Variables.MANAGEMENT_PORT)) {
      reader.problem(Variables.MANAGEMENT_PORT, "must be another port than SERVER_PORT, " + port);
    }
  }

  private void keys() {
    if (reader.get(Variables.WAITROOM_DEV)) {
      return;
    }
    for (Variable<?> variable : List.of(Variables.SESSION_KEYS, Variables.TOKEN_KEYS)) {
      require(variable, " (or start with WAITROOM_DEV=true, which makes one)");
    }
    if (reader
        .find(Variables.ADMIN_KEY)
        .filter(it -> it.length() < Keys.MIN_ADMIN_KEY_LENGTH)
        .isPresent()) {
      reader.problem(Variables.ADMIN_KEY, "must be " + Variables.ADMIN_KEY.kind().allowed());
    }
  }

  private void identity() {
    JoinSettings.Identity identity = reader.get(Variables.JOIN_IDENTITY);
    if (identity != JoinSettings.Identity.OFF) {
      String word = identity.name().toLowerCase(Locale.ROOT);
      require(Variables.JWT_ISSUER, ", because JOIN_IDENTITY is " + word);
      require(Variables.JWT_JWKS_URL, ", because JOIN_IDENTITY is " + word);
    }
  }

  private void redisMode() {
    if (reader.isWrong(Variables.REDIS_MODE)) {
      return;
    }
    Mode mode = reader.get(Variables.REDIS_MODE);
    boolean sentinel = mode == Mode.SENTINEL;
    Optional<RedisUrl> url = reader.find(Variables.REDIS_URL);
    if (mode == Mode.STANDALONE && url.isEmpty() && reader.get(Variables.REDIS_ADDR).size() > 1) {
      reader.problem(Variables.REDIS_ADDR, "must be one host:port in mode standalone");
    }
    if (sentinel && !reader.isSet(Variables.REDIS_SENTINEL_MASTER)) {
      reader.problem(Variables.REDIS_SENTINEL_MASTER, "must name the primary in mode sentinel");
    }
    if (!sentinel && reader.isSet(Variables.REDIS_SENTINEL_MASTER)) {
      reader.problem(
          Variables.REDIS_SENTINEL_MASTER, "must not be set unless REDIS_MODE is sentinel");
    }
    int database = url.flatMap(RedisUrl::database).orElse(reader.get(Variables.REDIS_DB));
    if (database > RedisSettings.MAX_DATABASE) {
      String allowed = Variables.REDIS_DB.kind().allowed();
      reader.problem(Variables.REDIS_URL, "its database must be " + allowed);
    } else if (mode == Mode.CLUSTER && database != 0) {
      reader.problem(
          reader.isSet(Variables.REDIS_DB) ? Variables.REDIS_DB : Variables.REDIS_URL,
          "the database must be 0 in mode cluster");
    }
  }

  private void redisTimeouts() {
    Duration command = reader.get(Variables.REDIS_COMMAND_TIMEOUT);
    Duration pool = reader.get(Variables.REDIS_POOL_TIMEOUT);
    if (command.plus(pool).compareTo(RedisSettings.MAX_PATIENCE) >= 0) {
      reader.problem(
          "REDIS_COMMAND_TIMEOUT and REDIS_POOL_TIMEOUT are \"%s\" and \"%s\": together they must be less than %s"
              .formatted(
                  Durations.format(command),
                  Durations.format(pool),
                  Durations.format(RedisSettings.MAX_PATIENCE)));
    }
  }

  private void topics() {
    Set<String> seen = new HashSet<>();
    for (Variable<String> topic : Variables.TOPICS) {
      if (!seen.add(reader.get(topic))) {
        reader.problem(topic, "must be a topic that no other variable names");
      }
    }
  }

  private void kafkaLogin() {
    if (reader.get(Variables.KAFKA_SECURITY_PROTOCOL).startsWith("SASL_")) {
      List.of(Variables.KAFKA_SASL_MECHANISM, Variables.KAFKA_SASL_JAAS_CONFIG).stream()
          .filter(variable -> !reader.isSet(variable))
          .forEach(variable -> reader.problem(variable, "must be set with a SASL protocol"));
    }
  }

  private void require(Variable<?> variable, String reason) {
    if (!reader.isSet(variable)) {
      reader.problem(variable, "must be " + variable.kind().allowed() + reason);
    }
  }
}
