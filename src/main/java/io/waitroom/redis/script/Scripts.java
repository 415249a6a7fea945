package io.waitroom.redis.script;

import io.waitroom.ops.Metrics;
import io.waitroom.redis.client.RedisConnection;
import io.waitroom.room.EventId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/**
 * Runs scripts: EVALSHA, and EVAL once where Redis does not know the script yet (first use,
 * restart, failover). One call is one round trip and one atomic step.
 *
 * <p>Thread-safe.
 */
public final class Scripts {
  private final RedisConnection connection;
  private final ScriptSettings settings;
  private final Metrics metrics;
  private final Optional<InstantSource> clock;
  private final Optional<AutoPipeline> batches;

  /** On Redis's own clock. */
  public Scripts(RedisConnection connection, ScriptSettings settings, Metrics metrics) {
    this(connection, settings, metrics, Optional.empty());
  }

  /**
   * @param clock replaces Redis's clock, so that tests run hours in microseconds
   */
  public Scripts(
      RedisConnection connection,
      ScriptSettings settings,
      Metrics metrics,
      Optional<InstantSource> clock) {
    this.connection = connection;
    this.settings = settings;
    this.metrics = metrics;
    this.clock = clock;
    this.batches =
        connection.takesAnyKey()
            ? Optional.of(new AutoPipeline(connection, connection.poolTimeout()))
            : Optional.empty();
    metrics.expectRedisCalls(Stream.of(LuaScript.values()).map(LuaScript::word).toList());
  }

  /**
   * Runs a script on one event's keys.
   *
   * @param arguments those after the five common ones, in the order of the script's header
   * @throws io.waitroom.room.RoomUnavailableException when Redis cannot be reached or does not
   *     answer in time
   */
  public Reply run(LuaScript script, EventId eventId, List<String> arguments) {
    List<String> keys = Keys.of(eventId);
    List<String> all = new ArrayList<>(arguments.size() + 5);
    all.add(Keys.sessionPrefix(eventId));
    all.add(Long.toString(settings.retention().toMillis()));
    all.add(Long.toString(settings.outboxMax()));
    all.add(settings.outboxTrims() ? "trim" : "keep");
    all.add(clock.map(source -> Long.toString(source.millis())).orElse(""));
    all.addAll(arguments);
    long start = System.nanoTime();
    try {
      return new Reply(script, (List<?>) evaluate(script, keys, all));
    } catch (RuntimeException e) {
      metrics.redisFailed(script.word());
      throw e;
    } finally {
      metrics.redisCall(script.word(), Duration.ofNanos(System.nanoTime() - start));
    }
  }

  /** {@link #run(LuaScript, EventId, List)} for a short list. */
  public Reply run(LuaScript script, EventId eventId, String... arguments) {
    return run(script, eventId, List.of(arguments));
  }

  private Object evaluate(LuaScript script, List<String> keys, List<String> arguments) {
    try {
      return script.isBuyers() && batches.isPresent()
          ? batches.get().call(script, keys, arguments)
          : connection.call(script.word(), jedis -> jedis.evalsha(script.sha1(), keys, arguments));
    } catch (JedisNoScriptException e) {
      return connection.call(script.word(), jedis -> jedis.eval(script.source(), keys, arguments));
    }
  }
}
