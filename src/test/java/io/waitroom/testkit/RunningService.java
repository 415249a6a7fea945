package io.waitroom.testkit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The whole service in a process of its own, with a Redis of its own and without Kafka. */
public final class RunningService implements AutoCloseable {
  /** The operator's key. */
  public static final String ADMIN_KEY = TestKeys.ADMIN_KEY;

  private final RedisServer redis = RedisServer.start();
  private final ServiceProcess service;

  private RunningService(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("WAITROOM_DEV", "true");
    environment.put("KAFKA_ENABLED", "false");
    environment.put("REDIS_ADDR", redis.address());
    environment.put("ADMIN_KEY", ADMIN_KEY);
    service = ServiceProcess.start(environment);
  }

  /** Starts it, and returns when it is ready. */
  public static RunningService start() {
    return start(Map.of());
  }

  /** Starts it with further variables, and returns when it is ready. */
  public static RunningService start(Map<String, String> more) {
    RunningService running = new RunningService(more);
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
