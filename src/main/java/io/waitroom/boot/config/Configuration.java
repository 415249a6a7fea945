package io.waitroom.boot.config;

import io.waitroom.boot.logging.LogSettings;
import io.waitroom.http.server.HttpSettings;
import io.waitroom.http.server.ServerSettings;
import io.waitroom.kafka.client.KafkaSettings;
import io.waitroom.redis.client.RedisSettings;
import io.waitroom.room.SessionKey;
import io.waitroom.service.JoinSettings;
import io.waitroom.token.IssuerSettings;
import io.waitroom.token.ProofSettings;
import io.waitroom.token.TokenSettings;
import io.waitroom.work.WorkSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * All settings of this process, read once and valid as a whole. Printing it prints no secret.
 *
 * @param server where HTTP listens and how it stops
 * @param redis how to reach Redis
 * @param kafka how to reach Kafka
 * @param http what the HTTP edge needs to know
 * @param tokens how checkout tokens are signed
 * @param join who may join, and how often
 * @param issuer who issues buyers' tokens; empty where buyers do not show who they are
 * @param proof how proofs of work are asked for
 * @param sessionKeys secrets that sign session ids, at least one; the first signs, all verify
 * @param work how often things run
 * @param log what is logged
 * @param sessionRetention how long the end of a session stays readable, 1 min to 30 d; 24 h by
 *     default, so that a buyer finds it the next morning
 * @param outboxMaxLength most undelivered messages per event, {@value #MIN_OUTBOX_LENGTH} to
 *     {@value #MAX_OUTBOX_LENGTH}; 1 000 000 by default, some 300 MB of Redis
 * @param keysMade whether this is a development start that made a key of its own
 */
public record Configuration(
    ServerSettings server,
    RedisSettings redis,
    KafkaSettings kafka,
    HttpSettings http,
    TokenSettings tokens,
    JoinSettings join,
    Optional<IssuerSettings> issuer,
    ProofSettings proof,
    List<SessionKey> sessionKeys,
    WorkSettings work,
    LogSettings log,
    Duration sessionRetention,
    long outboxMaxLength,
    boolean keysMade) {
  /** Version of the service; a test keeps it equal to the one in {@code pom.xml}. */
  public static final String VERSION = "1.0.0";

  /** Least outbox that can be asked for. */
  public static final long MIN_OUTBOX_LENGTH = 1_000;

  /** Largest outbox that can be asked for. */
  public static final long MAX_OUTBOX_LENGTH = 100_000_000;

  public Configuration {
    sessionKeys = List.copyOf(sessionKeys);
    if (sessionKeys.isEmpty()) {
      throw new IllegalArgumentException("sessionKeys must hold at least one key");
    }
  }

  /**
   * Reads and checks every variable.
   *
   * @param lookup from a variable's name to its text; an empty text counts as not set
   * @throws ConfigurationException with every problem, when there is any
   */
  public static Configuration read(Function<String, Optional<String>> lookup) {
    ConfigReader reader = new ConfigReader(lookup);
    Rules.check(reader);
    reader.end();
    return new Settings(reader).all();
  }

  /** Returns a line for each setting that an operator should have chosen knowingly. */
  public List<String> warnings() {
    return Warnings.of(this);
  }

  /** Returns the line that the log begins with; without secrets. */
  public String summary() {
    return "Redis %s; Kafka %s; admin API %s; admission every %s; %d slots at %d per second unless an event says otherwise"
        .formatted(
            redis,
            kafka,
            http.adminKey().isPresent() ? "on" : "off",
            Durations.format(work.processInterval()),
            http.defaults().maxConcurrent(),
            http.defaults().releaseRate());
  }
}
