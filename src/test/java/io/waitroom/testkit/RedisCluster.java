package io.waitroom.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import redis.clients.jedis.Jedis;

/** A real Redis Cluster of three primaries on 127.0.0.1, all slots assigned, without replicas. */
public final class RedisCluster implements AutoCloseable {
  private static final int NODES = 3;
  private static final int SLOTS = 16_384;
  private static final Duration FORM_LIMIT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(50);

  private final List<RedisServer> nodes;

  private RedisCluster(List<RedisServer> nodes) {
    this.nodes = nodes;
  }

  /** Starts the nodes and returns when each of them says that the cluster is complete. */
  public static RedisCluster start() {
    List<RedisServer> nodes = new ArrayList<>();
    RedisCluster cluster = new RedisCluster(nodes);
    try {
      for (int index = 0; index < NODES; index++) {
        nodes.add(startNode());
      }
      cluster.form();
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** All nodes as {@code host:port}, separated by commas. */
  public String addresses() {
    return nodes.stream().map(RedisServer::address).collect(Collectors.joining(","));
  }

  /** The nodes, in the order of the slots they own. */
  public List<RedisServer> nodes() {
    return List.copyOf(nodes);
  }

  /** Removes every key. */
  public void flush() {
    nodes.forEach(RedisServer::flush);
  }

  @Override
  public void close() {
    nodes.forEach(RedisServer::close);
  }

  private static RedisServer startNode() {
    return RedisServer.start(
        "--cluster-enabled", "yes",
        "--cluster-config-file", "nodes.conf",
        "--cluster-node-timeout", "5000");
  }

  private void form() {
    for (int index = 0; index < NODES; index++) {
      int first = SLOTS * index / NODES;
      int next = SLOTS * (index + 1) / NODES;
      try (Jedis jedis = nodes.get(index).connect()) {
        jedis.clusterAddSlots(IntStream.range(first, next).toArray());
        for (RedisServer other : nodes) {
          jedis.clusterMeet(other.host(), other.port());
        }
      }
    }
    await(() -> nodes.stream().allMatch(RedisCluster::isComplete));
  }

  private static boolean isComplete(RedisServer node) {
    try (Jedis jedis = node.connect()) {
      String info = jedis.clusterInfo();
      return info.contains("cluster_state:ok")
          && info.contains("cluster_slots_ok:" + SLOTS)
          && info.contains("cluster_known_nodes:" + NODES);
    }
  }

  private void await(BooleanSupplier condition) {
    long end = System.nanoTime() + FORM_LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("no complete Redis Cluster after " + FORM_LIMIT);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }
}
