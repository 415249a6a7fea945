package io.waitroom.boot;

import io.waitroom.redis.client.RedisSettings;
import io.waitroom.redis.client.RedisSettings.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The variables that say how to reach Redis. */
final class RedisVariables {
  static final Variable<RedisUrl> REDIS_URL =
      Variable.secret(
          "REDIS_URL",
          RedisUrl.KIND,
          "none: `REDIS_ADDR` counts",
          "Address, user, password and database in one; what it holds wins over the variables below");

  static final Variable<List<String>> REDIS_ADDR =
      Variable.of(
          "REDIS_ADDR",
          ValueTypes.addresses(),
          "localhost:6379",
          "Redis, its sentinels, or nodes of its cluster, depending on `REDIS_MODE`");

  static final Variable<Mode> REDIS_MODE =
      Variable.of(
          "REDIS_MODE",
          ValueTypes.choice(ServerVariables.words(Mode.values())),
          "standalone",
          "What answers at the address");

  static final Variable<String> REDIS_SENTINEL_MASTER =
      Variable.optional(
          "REDIS_SENTINEL_MASTER",
          ValueTypes.text("[A-Za-z0-9._-]{1,100}", "1 to 100 letters, digits, '.', '_' or '-'"),
          "Name of the primary that the sentinels watch; needed in mode sentinel, and only there");

  static final Variable<String> REDIS_USERNAME =
      Variable.optional(
          "REDIS_USERNAME",
          ValueTypes.text("\\S{1,200}", "1 to 200 characters without spaces"),
          "User of Redis' ACL");

  static final Variable<String> REDIS_PASSWORD =
      Variable.secret(
          "REDIS_PASSWORD",
          ValueTypes.text(".{1,1000}", "1 to 1000 characters"),
          "none",
          "Password of Redis");

  static final Variable<Integer> REDIS_DB =
      Variable.of(
          "REDIS_DB",
          ValueTypes.integer(0, RedisSettings.MAX_DATABASE),
          "0",
          "Number of the database; 0 in mode cluster");

  static final Variable<Boolean> REDIS_TLS =
      Variable.of("REDIS_TLS", ValueTypes.flag(), "false", "Whether to speak TLS to Redis");

  static final Variable<Integer> REDIS_POOL_SIZE =
      Variable.of(
          "REDIS_POOL_SIZE",
          ValueTypes.integer(1, RedisSettings.MAX_POOL_SIZE),
          "64",
          "Most connections to Redis; per node in mode cluster");

  static final Variable<Duration> REDIS_CONNECT_TIMEOUT =
      Variable.of(
          "REDIS_CONNECT_TIMEOUT",
          timeout(),
          "1s",
          "Until a connection attempt to Redis is given up");

  static final Variable<Duration> REDIS_COMMAND_TIMEOUT =
      Variable.of("REDIS_COMMAND_TIMEOUT", timeout(), "1s", "Until a command to Redis is given up");

  static final Variable<Duration> REDIS_POOL_TIMEOUT =
      Variable.of(
          "REDIS_POOL_TIMEOUT",
          timeout(),
          "500ms",
          "Until a caller stops waiting for a free connection; together with"
              + " `REDIS_COMMAND_TIMEOUT` less than 2s, so that callers get their 503 in time");

  static final List<Variable<?>> ALL =
      List.of(
          REDIS_URL,
          REDIS_ADDR,
          REDIS_MODE,
          REDIS_SENTINEL_MASTER,
          REDIS_USERNAME,
          REDIS_PASSWORD,
          REDIS_DB,
          REDIS_TLS,
          REDIS_POOL_SIZE,
          REDIS_CONNECT_TIMEOUT,
          REDIS_COMMAND_TIMEOUT,
          REDIS_POOL_TIMEOUT);

  private RedisVariables() {}

  static Supplier<RedisSettings> read(ConfigReader reading) {
    Mode mode = reading.get(REDIS_MODE);
    Optional<RedisUrl> url = reading.find(REDIS_URL);
    List<String> addresses = reading.get(REDIS_ADDR);
    List<String> nodes = url.map(it -> List.of(it.node())).orElse(addresses);
    Optional<String> master = reading.find(REDIS_SENTINEL_MASTER);
    Optional<String> username = reading.find(REDIS_USERNAME);
    Optional<String> password = reading.find(REDIS_PASSWORD);
    int plainDatabase = reading.get(REDIS_DB);
    int database = url.flatMap(RedisUrl::database).orElse(plainDatabase);
    boolean tls = reading.get(REDIS_TLS) || url.map(RedisUrl::tls).orElse(false);
    int poolSize = reading.get(REDIS_POOL_SIZE);
    Duration connect = reading.get(REDIS_CONNECT_TIMEOUT);
    Duration command = reading.get(REDIS_COMMAND_TIMEOUT);
    Duration pool = reading.get(REDIS_POOL_TIMEOUT);
    if (reading.isUsable(REDIS_MODE)) {
      checkMode(reading, mode, nodes, database);
    }
    checkPatience(reading, command, pool);
    return () ->
        new RedisSettings(
            mode,
            nodes,
            master,
            url.flatMap(RedisUrl::username).or(() -> username),
            url.flatMap(RedisUrl::password).or(() -> password),
            database,
            tls,
            poolSize,
            connect,
            command,
            pool);
  }

  private static void checkMode(ConfigReader reading, Mode mode, List<String> nodes, int database) {
    if (mode == Mode.STANDALONE && nodes.size() > 1) {
      reading.problem(REDIS_ADDR, "must be one host:port in mode standalone");
    }
    if (mode == Mode.SENTINEL && !reading.isSet(REDIS_SENTINEL_MASTER)) {
      reading.problem(REDIS_SENTINEL_MASTER, "must name the primary in mode sentinel");
    }
    if (mode != Mode.SENTINEL && reading.isSet(REDIS_SENTINEL_MASTER)) {
      reading.problem(REDIS_SENTINEL_MASTER, "must not be set unless REDIS_MODE is sentinel");
    }
    if (database < 0 || database > RedisSettings.MAX_DATABASE) {
      reading.problem(REDIS_URL, "its database must be " + REDIS_DB.kind().allowed());
    } else if (mode == Mode.CLUSTER && database != 0) {
      reading.problem(
          reading.isSet(REDIS_DB) ? REDIS_DB : REDIS_URL, "the database must be 0 in mode cluster");
    }
  }

  private static void checkPatience(ConfigReader reading, Duration command, Duration pool) {
    if (command.plus(pool).compareTo(RedisSettings.MAX_PATIENCE) >= 0) {
      reading.problem(
          "%s and %s are \"%s\" and \"%s\": together they must be less than %s"
              .formatted(
                  REDIS_COMMAND_TIMEOUT.name(),
                  REDIS_POOL_TIMEOUT.name(),
                  Durations.format(command),
                  Durations.format(pool),
                  Durations.format(RedisSettings.MAX_PATIENCE)));
    }
  }

  private static ValueType<Duration> timeout() {
    return ValueTypes.duration(RedisSettings.MIN_TIMEOUT, RedisSettings.MAX_TIMEOUT);
  }
}
