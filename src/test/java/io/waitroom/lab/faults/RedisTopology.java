package io.waitroom.lab.faults;

import java.util.Map;
import redis.clients.jedis.UnifiedJedis;

/** The Redis under a deployment, of whatever kind. */
interface RedisTopology extends AutoCloseable {
  /** The variables that tell the service where it is. */
  Map<String, String> variables();

  /** A new connection for one who looks from the outside; the caller closes it. */
  UnifiedJedis connect();

  @Override
  void close();
}
