package io.waitroom.faults;

import io.waitroom.testkit.Line;
import java.util.Map;
import redis.clients.jedis.UnifiedJedis;

/**
 * One redis-server at the far end of a line; observers stand beside it.
 *
 * @param line between the service and Redis
 * @param brokerLine between the service and the broker
 */
record FarGround(SingleGround ground, Line line, Line brokerLine) implements Ground {
  /** With a line to a Redis of its own. */
  static FarGround start(Line brokerLine) {
    SingleGround ground = SingleGround.start();
    return new FarGround(ground, Line.to(ground.redis().port()), brokerLine);
  }

  @Override
  public Map<String, String> variables() {
    return Map.of("REDIS_ADDR", line.address());
  }

  @Override
  public UnifiedJedis connect() {
    return ground.connect();
  }

  @Override
  public void close() {
    line.close();
    ground.close();
  }
}
