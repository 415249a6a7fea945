package io.waitroom.http;

import io.waitroom.testkit.Api;
import io.waitroom.testkit.RedisServer;
import io.waitroom.testkit.ServiceProcess;
import java.util.List;
import java.util.Map;

/** The whole service in a process of its own, with a Redis of its own and without Kafka. */
final class RunningService implements AutoCloseable {
  static final String ADMIN_KEY = "operators-key-for-tests";

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

  static RunningService start() {
    RunningService running = new RunningService();
    var _ = running.service.awaitReady();
    return running;
  }

  /** Where it listens, without a slash at the end. */
  String url() {
    return service.url();
  }

  /** A caller of it. */
  Api api() {
    return service.api();
  }

  /** What it keeps its state in. */
  RedisServer redis() {
    return redis;
  }

  /** The lines it has written so far. */
  List<String> output() {
    return service.output();
  }

  /** SIGKILL. */
  void kill() {
    service.kill();
  }

  @Override
  public void close() {
    service.close();
    redis.close();
  }
}
