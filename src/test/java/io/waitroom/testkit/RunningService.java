package io.waitroom.testkit;

import java.util.List;
import java.util.Map;

/** The whole service in a process of its own, with a Redis of its own and without Kafka. */
public final class RunningService implements AutoCloseable {
  /** The operator's key. */
  public static final String ADMIN_KEY = TestKeys.ADMIN_KEY;

  private final RedisServer redis = RedisServer.start();
  private final ServiceProcess service =
      ServiceProcess.start(
          Map.of(
              "WAITROOM_DEV",
              "true",
              "KAFKA_ENABLED",
              "false",
              "REDIS_ADDR",
              redis.address(),
              "ADMIN_KEY",
              ADMIN_KEY));

  /** Starts it, and returns when it is ready. */
  public static RunningService start() {
    RunningService running = new RunningService();
    var _ = running.service.awaitReady();
    return running;
  }

  /** Where it listens, without a slash at the end. */
  public String url() {
    return service.url();
  }

  /** A caller of it. */
  public Api api() {
    return service.api();
  }

  /** What it keeps its state in. */
  public RedisServer redis() {
    return redis;
  }

  /** The lines it has written so far. */
  public List<String> output() {
    return service.output();
  }

  /** SIGKILL. */
  public void kill() {
    service.kill();
  }

  @Override
  public void close() {
    service.close();
    redis.close();
  }
}
