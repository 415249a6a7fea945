package io.waitroom.boot.config;

import static io.waitroom.boot.config.ValueType.addresses;
import static io.waitroom.boot.config.ValueType.choice;
import static io.waitroom.boot.config.ValueType.duration;
import static io.waitroom.boot.config.ValueType.flag;
import static io.waitroom.boot.config.ValueType.graphic;
import static io.waitroom.boot.config.ValueType.integer;
import static io.waitroom.boot.config.ValueType.milliseconds;
import static io.waitroom.boot.config.ValueType.name;
import static io.waitroom.boot.config.ValueType.text;
import static io.waitroom.boot.config.ValueType.wholeNumber;

import com.nimbusds.jose.jwk.ECKey;
import io.waitroom.boot.logging.LogSettings;
import io.waitroom.http.server.ServerSettings;
import io.waitroom.kafka.client.KafkaSettings;
import io.waitroom.kafka.client.KafkaSettings.Topics;
import io.waitroom.redis.client.RedisSettings;
import io.waitroom.redis.client.RedisUrl;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.SessionKey;
import io.waitroom.service.JoinSettings;
import io.waitroom.token.IssuerSettings;
import io.waitroom.work.WorkSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/**
 * The table of all variables, in the order of the handbook. A new variable is one more constant
 * here and its use in {@link Settings}; a rule on several variables goes to {@link Rules}.
 */
public final class Variables {
  private static final SequencedMap<String, List<Variable<?>>> TABLE = new LinkedHashMap<>();

  static final Variable<Integer> SERVER_PORT =
      of("SERVER_PORT", integer(0, ServerSettings.MAX_PORT), "8080")
          .under("Process")
          .means("Port of the HTTP server; 0 takes any free one");
  static final Variable<Integer> MANAGEMENT_PORT =
      of("MANAGEMENT_PORT", integer(0, ServerSettings.MAX_PORT), "8081")
          .means("Port of probes and metrics, on connections of their own; 0 takes any free one");
  static final Variable<Integer> SERVER_MAX_IN_FLIGHT =
      of("SERVER_MAX_IN_FLIGHT", integer(1, 100_000), "512")
          .means(
              "Most API requests in work at once; more get a 503 at once. A stream counts until it is open");
  static final Variable<Set<String>> CORS_ORIGINS =
      optional("CORS_ORIGINS", ValueType.origins())
          .means("Origins whose pages may call the public API from browsers; never the admin API");
  static final Variable<Duration> SHUTDOWN_GRACE =
      of("SHUTDOWN_GRACE", duration(ServerSettings.MIN_GRACE, ServerSettings.MAX_GRACE), "30s")
          .means("How long requests in flight may take to end after SIGTERM");
  static final Variable<LogSettings.Level> LOG_LEVEL =
      of("LOG_LEVEL", choice(LogSettings.Level.values()), "info")
          .means("Least level of the service's own log lines; libraries log from warn on");
  static final Variable<LogSettings.Format> LOG_FORMAT =
      of("LOG_FORMAT", choice(LogSettings.Format.values()), "text")
          .means("One text line or one JSON object per log record");
  static final Variable<Boolean> WAITROOM_DEV =
      of("WAITROOM_DEV", flag(), "false")
          .means(
              "Development start: makes missing keys, lost with the process; accepts an `ADMIN_KEY` of any length");

  static final Variable<List<SessionKey>> SESSION_KEYS =
      secret("SESSION_KEYS", Keys.sessionKeys(), "required")
          .under("Keys")
          .means("Secrets that sign session ids; the first signs, all verify");
  static final Variable<List<ECKey>> TOKEN_KEYS =
      secret("TOKEN_KEYS", Keys.tokenKeys(), "required")
          .means(
              "Keys that sign checkout tokens; the first signs, the public parts of all are published");
  static final Variable<String> TOKEN_ISSUER =
      of("TOKEN_ISSUER", graphic(200), "waitroom-service")
          .means("The `iss` claim of checkout tokens");
  static final Variable<String> ADMIN_KEY =
      secret("ADMIN_KEY", Keys.adminKey(), "none: the admin API answers 403")
          .means("Bearer key of the admin API");

  static final Variable<Integer> QUEUE_DEFAULT_MAX_CONCURRENT =
      of("QUEUE_DEFAULT_MAX_CONCURRENT", integer(1, RoomSettings.MAX_CONCURRENT_LIMIT), "100")
          .under("Queue and checkout")
          .means("Checkout slots of an event, unless its operator sets a number");
  static final Variable<Integer> QUEUE_DEFAULT_RELEASE_RATE =
      of("QUEUE_DEFAULT_RELEASE_RATE", integer(1, RoomSettings.MAX_RELEASE_RATE), "10")
          .means("Admissions per second of an event, unless its operator sets a rate");
  static final Variable<Long> QUEUE_MAX_LENGTH =
      of("QUEUE_MAX_LENGTH", wholeNumber(1, RoomSettings.MAX_LENGTH_LIMIT), "1000000")
          .means("Most buyers waiting for an event, unless its operator sets a limit");
  static final Variable<Duration> QUEUE_SESSION_TTL =
      of("QUEUE_SESSION_TTL", duration(RoomSettings.MIN_TTL, RoomSettings.MAX_SESSION_TTL), "2h")
          .means("Longest wait, unless the event's operator sets one");
  static final Variable<Duration> QUEUE_SESSION_RETENTION =
      of("QUEUE_SESSION_RETENTION", duration(Duration.ofMinutes(1), Duration.ofDays(30)), "24h")
          .means("How long the end of a session stays readable");
  static final Variable<Duration> QUEUE_PROCESS_INTERVAL =
      of(
              "QUEUE_PROCESS_INTERVAL",
              duration(WorkSettings.MIN_INTERVAL, WorkSettings.MAX_INTERVAL),
              "50ms")
          .means(
              "Between two admission steps of an event with waiting buyers; at most 50 ms while its rate holds them back");
  static final Variable<Integer> QUEUE_ADMIT_BATCH =
      of("QUEUE_ADMIT_BATCH", integer(1, WorkSettings.MAX_BATCH), "500")
          .means("Most sessions touched in one admission step");
  static final Variable<Long> QUEUE_OUTBOX_MAX_LENGTH =
      of(
              "QUEUE_OUTBOX_MAX_LENGTH",
              wholeNumber(Configuration.MIN_OUTBOX_LENGTH, Configuration.MAX_OUTBOX_LENGTH),
              "1000000")
          .means("Most undelivered messages kept per event while Kafka is away");
  static final Variable<Duration> CHECKOUT_TTL =
      of("CHECKOUT_TTL", duration(RoomSettings.MIN_TTL, RoomSettings.MAX_CHECKOUT_TTL), "15m")
          .means(
              "How long an admitted buyer holds a checkout slot, unless the event's operator sets a time");
  static final Variable<String> CHECKOUT_URL =
      optional("CHECKOUT_URL", ValueType.urlTemplate())
          .means("Where admitted buyers are sent; the parts in braces are filled in");

  static final Variable<Integer> TRUSTED_PROXIES =
      of("TRUSTED_PROXIES", integer(0, 10), "0")
          .under("Who may join")
          .means("How many proxies in front add to `X-Forwarded-For`; 0 ignores the header");
  static final Variable<Integer> JOIN_LIMIT =
      of("JOIN_LIMIT", integer(0, 1_000), "0")
          .means(
              "Joins that one client may make to one event at once, over all replicas. They come back one by one, evenly over `JOIN_LIMIT_WINDOW`, so a window has fewer than twice as many. 0 for no limit. A client is a verified buyer, else an address (of IPv6 the first 64 bits)");
  static final Variable<Duration> JOIN_LIMIT_WINDOW =
      of("JOIN_LIMIT_WINDOW", duration(Duration.ofSeconds(1), Duration.ofDays(1)), "1m")
          .means("How long until a client that has used up `JOIN_LIMIT` has all its joins again");
  static final Variable<JoinSettings.Proof> JOIN_PROOF =
      of("JOIN_PROOF", choice(JoinSettings.Proof.values()), "off")
          .means(
              "When a join needs a proof of work (ALTCHA): never, while an event's joins spike, or always");
  static final Variable<Integer> JOIN_PROOF_SPIKE =
      of("JOIN_PROOF_SPIKE", integer(1, 1_000_000), "500")
          .means(
              "Attempts to join an event within a second at one replica, or joins per second over all replicas, that count as a spike; a spike lasts until five minutes after the last such second");
  static final Variable<Integer> JOIN_PROOF_WORK =
      of("JOIN_PROOF_WORK", integer(1_000, 10_000_000), "50000")
          .means("Most hashes a proof takes; half of it on average");
  static final Variable<JoinSettings.Identity> JOIN_IDENTITY =
      of("JOIN_IDENTITY", choice(JoinSettings.Identity.values()), "off")
          .means(
              "Whether a join may or must bring a MicroProfile JWT that identifies the buyer, whose session is then theirs on any device");
  static final Variable<String> JWT_ISSUER =
      optional("JWT_ISSUER", graphic(200)).means("The `iss` claim of buyers' tokens");
  static final Variable<URI> JWT_JWKS_URL =
      optional("JWT_JWKS_URL", ValueType.source())
          .means("Where the issuer's public keys are, as a JSON Web Key Set");
  static final Variable<Set<String>> JWT_AUDIENCES =
      optional("JWT_AUDIENCES", ValueType.names())
          .means(
              "Accepted audiences: a buyer's token must name one of them in `aud`; unset means no check");
  static final Variable<String> JWT_PERSON_CLAIM =
      of("JWT_PERSON_CLAIM", graphic(100), IssuerSettings.SUBJECT)
          .means(
              "The claim that identifies a person. An issuer never gives the same `sub` to two people; name another claim only if people cannot choose its value");

  private static final ValueType<String> REDIS_USER =
      text("\\S{1,200}", "1 to 200 characters without spaces");
  private static final ValueType<String> REDIS_SECRET = text(".{1,1000}", "1 to 1000 characters");
  static final Variable<RedisUrl> REDIS_URL =
      secret("REDIS_URL", ValueType.redisUrl(), "none: `REDIS_ADDR` counts")
          .under("Redis")
          .means("Address, user, password and database in one; wins over the variables below");
  static final Variable<List<String>> REDIS_ADDR =
      of("REDIS_ADDR", addresses(), "localhost:6379")
          .means("Redis, its sentinels, or nodes of its cluster, depending on `REDIS_MODE`");
  static final Variable<RedisSettings.Mode> REDIS_MODE =
      of("REDIS_MODE", choice(RedisSettings.Mode.values()), "standalone")
          .means("What answers at the address");
  static final Variable<String> REDIS_SENTINEL_MASTER =
      optional("REDIS_SENTINEL_MASTER", name(100))
          .means("Name of the primary that the sentinels watch; for mode sentinel only");
  static final Variable<String> REDIS_SENTINEL_USERNAME =
      optional("REDIS_SENTINEL_USERNAME", REDIS_USER).means("User of the sentinels' ACL");
  static final Variable<String> REDIS_SENTINEL_PASSWORD =
      secret("REDIS_SENTINEL_PASSWORD", REDIS_SECRET, "none")
          .means("Password of the sentinels, which may be another than that of Redis");
  static final Variable<String> REDIS_USERNAME =
      optional("REDIS_USERNAME", REDIS_USER).means("User of Redis' ACL");
  static final Variable<String> REDIS_PASSWORD =
      secret("REDIS_PASSWORD", REDIS_SECRET, "none").means("Password of Redis");
  static final Variable<Integer> REDIS_DB =
      of("REDIS_DB", integer(0, RedisSettings.MAX_DATABASE), "0")
          .means("Number of the database; 0 in mode cluster");
  static final Variable<Boolean> REDIS_TLS =
      of("REDIS_TLS", flag(), "false").means("Whether to speak TLS to Redis");
  static final Variable<Integer> REDIS_POOL_SIZE =
      of("REDIS_POOL_SIZE", integer(1, RedisSettings.MAX_POOL_SIZE), "64")
          .means("Most connections to Redis; per node in mode cluster");
  private static final ValueType<Duration> TIMEOUT =
      duration(RedisSettings.MIN_TIMEOUT, RedisSettings.MAX_TIMEOUT);
  static final Variable<Duration> REDIS_CONNECT_TIMEOUT =
      of("REDIS_CONNECT_TIMEOUT", TIMEOUT, "1s")
          .means("Until a connection attempt to Redis is given up");
  static final Variable<Duration> REDIS_COMMAND_TIMEOUT =
      of("REDIS_COMMAND_TIMEOUT", TIMEOUT, "1s").means("Until a command to Redis is given up");
  static final Variable<Duration> REDIS_POOL_TIMEOUT =
      of("REDIS_POOL_TIMEOUT", TIMEOUT, "500ms")
          .means(
              "Until a caller stops waiting for a free connection; less than 2s together with `REDIS_COMMAND_TIMEOUT`, so that clients get their 503 in time");

  static final Variable<Boolean> KAFKA_ENABLED =
      of("KAFKA_ENABLED", flag(), "true")
          .under("Kafka")
          .means("false: no connection attempt; events wait in Redis");
  static final Variable<List<String>> KAFKA_BROKERS =
      of("KAFKA_BROKERS", addresses(), "localhost:9092").means("Brokers to start from");
  static final Variable<String> KAFKA_CONSUMER_GROUP_ID =
      of("KAFKA_CONSUMER_GROUP_ID", graphic(255), "waitroom-service")
          .means("Consumer group that all replicas share");
  static final Variable<String> KAFKA_CONSUMER_INSTANCE_ID =
      optional("KAFKA_CONSUMER_INSTANCE_ID", name(200))
          .means(
              "This replica's name in the group, such as its pod's; no other replica may have it. After a crash its next process reads on at once, without waiting for the session timeout");
  static final Variable<Duration> KAFKA_CONSUMER_SESSION_TIMEOUT =
      of(
              "KAFKA_CONSUMER_SESSION_TIMEOUT",
              milliseconds(KafkaSettings.MIN_SESSION_TIMEOUT, KafkaSettings.MAX_SESSION_TIMEOUT),
              "10000")
          .means(
              "Milliseconds until the broker takes a silent replica for dead; the broker's own bounds (by default 6000 and 1800000) apply too");
  static final Variable<Integer> KAFKA_PRODUCER_RETRY_MAX =
      of("KAFKA_PRODUCER_RETRY_MAX", integer(0, Integer.MAX_VALUE), "2147483647")
          .means(
              "How often the producer itself resends; by default until its delivery timeout. The relay starts over after that in any case");
  static final Variable<Integer> KAFKA_PRODUCER_REQUIRED_ACKS =
      of("KAFKA_PRODUCER_REQUIRED_ACKS", ValueType.acks(), "-1")
          .means(
              "Replicas that must have an event before it counts as delivered: -1 or all, those in sync; 1, the leader; 0, none, which can lose events");
  static final Variable<String> KAFKA_TOPIC_QUEUE_JOINED =
      topic(Topics.DEFAULT.joined()).means("Topic of every join");
  static final Variable<String> KAFKA_TOPIC_QUEUE_LEFT =
      topic(Topics.DEFAULT.left()).means("Topic of every session that ended before its turn");
  static final Variable<String> KAFKA_TOPIC_QUEUE_READY =
      topic(Topics.DEFAULT.ready()).means("Topic of every admission");
  static final Variable<String> KAFKA_TOPIC_CHECKOUT_COMPLETED =
      topic(Topics.DEFAULT.completed()).means("Topic read for completed checkouts");
  static final Variable<String> KAFKA_TOPIC_CHECKOUT_FAILED =
      topic(Topics.DEFAULT.failed()).means("Topic read for failed checkouts");
  static final Variable<String> KAFKA_TOPIC_CHECKOUT_EXPIRED =
      topic(Topics.DEFAULT.expired()).means("Topic read for expired checkouts");
  static final Variable<String> KAFKA_SECURITY_PROTOCOL =
      of(
              "KAFKA_SECURITY_PROTOCOL",
              choice("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"),
              "PLAINTEXT")
          .means("How to speak to the brokers");
  static final Variable<String> KAFKA_SASL_MECHANISM =
      optional("KAFKA_SASL_MECHANISM", choice("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "GSSAPI"))
          .means("How to log in; needed with a SASL protocol");
  static final Variable<String> KAFKA_SASL_JAAS_CONFIG =
      secret(
              "KAFKA_SASL_JAAS_CONFIG",
              text("(?s).*\\S.*;\\s*", "a JAAS login module that ends in ';'"),
              "none")
          .means("The login, as Kafka's `sasl.jaas.config`; needed with a SASL protocol");
  static final Variable<Path> KAFKA_SSL_TRUSTSTORE_LOCATION =
      optional("KAFKA_SSL_TRUSTSTORE_LOCATION", ValueType.readableFile())
          .means(
              "Trusted certificates: PEM where the name ends in .pem or .crt, else a Java key store; unset means the JDK's own list");
  static final Variable<String> KAFKA_SSL_TRUSTSTORE_PASSWORD =
      secret("KAFKA_SSL_TRUSTSTORE_PASSWORD", text(".{1,1000}", "1 to 1000 characters"), "none")
          .means("Password of that key store");

  /** The variables that name topics, in the order of {@link Topics}. */
  static final List<Variable<String>> TOPICS =
      List.of(
          KAFKA_TOPIC_QUEUE_JOINED,
          KAFKA_TOPIC_QUEUE_LEFT,
          KAFKA_TOPIC_QUEUE_READY,
          KAFKA_TOPIC_CHECKOUT_COMPLETED,
          KAFKA_TOPIC_CHECKOUT_FAILED,
          KAFKA_TOPIC_CHECKOUT_EXPIRED);

  /** The variables under each heading, in the order of the handbook. */
  public static final SequencedMap<String, List<Variable<?>>> GROUPS =
      Collections.unmodifiableSequencedMap(TABLE);

  /** All variables. */
  public static final List<Variable<?>> ALL =
      GROUPS.values().stream().<Variable<?>>flatMap(List::stream).toList();

  private Variables() {}

  private static <T> Variable.Row<T> of(String name, ValueType<T> kind, String fallback) {
    return new Variable.Row<>(TABLE, name, kind, Optional.of(fallback), "", false);
  }

  private static <T> Variable.Row<T> optional(String name, ValueType<T> kind) {
    return new Variable.Row<>(TABLE, name, kind, Optional.empty(), "none", false);
  }

  private static <T> Variable.Row<T> secret(String name, ValueType<T> kind, String whenUnset) {
    return new Variable.Row<>(TABLE, name, kind, Optional.empty(), whenUnset, true);
  }

  private static Variable.Row<String> topic(String name) {
    return of("KAFKA_TOPIC_" + name, name(Topics.NAME_PATTERN, Topics.MAX_NAME_LENGTH), name);
  }
}
