package io.waitroom.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;

/**
 * A real Redis Cluster of three primaries on 127.0.0.1, all slots assigned, with or without a
 * replica for each.
 */
public final class RedisCluster implements AutoCloseable {
  private static final int PRIMARIES = 3;
  private static final int SLOTS = 16_384;
  private static final int WORDS_BEFORE_SLOTS = 8;
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(50);

  private final List<RedisServer> nodes = new ArrayList<>();

  private RedisCluster() {}

  /** Starts the primaries and returns when each of them says that the cluster is complete. */
  public static RedisCluster start() {
    return start(PRIMARIES, Duration.ofSeconds(5));
  }

  /**
   * Starts primaries, each with a replica that takes over soon after {@code nodeTimeout} when its
   * primary is gone.
   */
  public static RedisCluster startReplicated(Duration nodeTimeout) {
    RedisCluster cluster = start(2 * PRIMARIES, nodeTimeout);
    try {
      cluster.replicate();
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private static RedisCluster start(int size, Duration nodeTimeout) {
    RedisCluster cluster = new RedisCluster();
    try {
      for (int index = 0; index < size; index++) {
        cluster.nodes.add(startNode(nodeTimeout));
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

  /** The nodes, primaries in the order of the slots they own at first, then their replicas. */
  public List<RedisServer> nodes() {
    return List.copyOf(nodes);
  }

  /** The primary that holds the key now, as the nodes that run see it. */
  public RedisServer ownerOf(String key) {
    try (Jedis jedis = running().getFirst().connect()) {
      String owner = ownerId(jedis, key);
      return running().stream()
          .filter(node -> id(node).equals(owner))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("the owner does not run: " + owner));
    }
  }

  /** Another of the first three primaries. */
  public RedisServer primaryOtherThan(RedisServer node) {
    return nodes.stream().filter(other -> !other.equals(node)).findFirst().orElseThrow();
  }

  /** Returns when every node that runs says that this one holds the key. */
  public void awaitOwner(String key, RedisServer owner) {
    String wanted = id(owner);
    await(() -> allSee(key, wanted::equals));
  }

  /** Returns when another that runs holds the key, and the cluster is whole. */
  public void awaitOwnerOtherThan(String key, RedisServer lost) {
    await(() -> {
      List<String> ids = running().stream().map(RedisCluster::id).toList();
      return !running().contains(lost) && allSee(key, ids::contains);
    });
  }

  /** Removes every key. */
  public void flush() {
    nodes.forEach(RedisServer::flush);
  }

  @Override
  public void close() {
    nodes.forEach(RedisServer::close);
  }

  private List<RedisServer> running() {
    return nodes.stream().filter(RedisServer::isRunning).toList();
  }

  private boolean allSee(String key, Predicate<String> owner) {
    return running().stream()
        .allMatch(node -> {
          try (Jedis jedis = node.connect()) {
            return jedis.clusterInfo().contains("cluster_state:ok")
                && owner.test(ownerId(jedis, key));
          }
        });
  }

  /** From {@code CLUSTER NODES}: lines that begin with an id and end with ranges of slots. */
  private static String ownerId(Jedis jedis, String key) {
    long slot = jedis.clusterKeySlot(key);
    return jedis
        .clusterNodes()
        .lines()
        .map(line -> line.split(" ", -1))
        .filter(words -> Stream.of(words).skip(WORDS_BEFORE_SLOTS).anyMatch(in -> holds(in, slot)))
        .map(words -> words[0])
        .findFirst()
        .orElse("");
  }

  private static boolean holds(String range, long slot) {
    if (range.startsWith("[")) {
      return false; // a slot on the move; its owner has it in a range too
    }
    String[] ends = range.split("-", -1);
    return Long.parseLong(ends[0]) <= slot && slot <= Long.parseLong(ends[ends.length - 1]);
  }

  private static String id(RedisServer node) {
    try (Jedis jedis = node.connect()) {
      return jedis.clusterMyId();
    }
  }

  private static RedisServer startNode(Duration nodeTimeout) {
    return RedisServer.startClusterNode(
        "--cluster-enabled", "yes",
        "--cluster-config-file", "nodes.conf",
        "--cluster-node-timeout", Long.toString(nodeTimeout.toMillis()));
  }

  private void form() {
    for (int index = 0; index < nodes.size(); index++) {
      try (Jedis jedis = nodes.get(index).connect()) {
        // Two nodes with the same epoch give one of them a new one some time, and a slot that moves
        // at that moment has two owners for ever.
        jedis.clusterSetConfigEpoch(index + 1);
      }
    }
    for (int index = 0; index < PRIMARIES; index++) {
      int first = SLOTS * index / PRIMARIES;
      int next = SLOTS * (index + 1) / PRIMARIES;
      try (Jedis jedis = nodes.get(index).connect()) {
        jedis.clusterAddSlots(IntStream.range(first, next).toArray());
        for (RedisServer other : nodes) {
          jedis.clusterMeet(other.host(), other.port());
        }
      }
    }
    await(() -> nodes.stream().allMatch(this::isComplete));
  }

  private void replicate() {
    for (int index = 0; index < PRIMARIES; index++) {
      try (Jedis replica = nodes.get(PRIMARIES + index).connect()) {
        replica.clusterReplicate(id(nodes.get(index)));
      }
    }
    await(() -> nodes.subList(PRIMARIES, nodes.size()).stream().allMatch(RedisCluster::isInSync));
  }

  private static boolean isInSync(RedisServer replica) {
    try (Jedis jedis = replica.connect()) {
      return jedis.info("replication").contains("master_link_status:up");
    }
  }

  private boolean isComplete(RedisServer node) {
    try (Jedis jedis = node.connect()) {
      String info = jedis.clusterInfo();
      return info.contains("cluster_state:ok")
          && info.contains("cluster_slots_ok:" + SLOTS)
          && info.contains("cluster_known_nodes:" + nodes.size());
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("not what was waited for in Redis Cluster after " + LIMIT);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }
}
