package io.waitroom.testkit;

import java.util.List;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.MigrateParams;

/** One slot of a {@link RedisCluster} on its way from its owner to another primary. */
public final class SlotMove implements AutoCloseable {
  private static final int LIMIT_MS = 5_000;

  private final RedisCluster cluster;
  private final String key;
  private final int slot;
  private final RedisServer target;
  private final Jedis from;
  private final Jedis to;

  private SlotMove(RedisCluster cluster, String key, RedisServer target) {
    this.cluster = cluster;
    this.key = key;
    this.target = target;
    this.from = cluster.ownerOf(key).connect();
    this.to = target.connect();
    this.slot = Math.toIntExact(from.clusterKeySlot(key));
  }

  /** Both nodes know from now on that the slot of the key moves; no key has moved. */
  public static SlotMove begin(RedisCluster cluster, String key, RedisServer target) {
    SlotMove move = new SlotMove(cluster, key, target);
    move.to.clusterSetSlotImporting(move.slot, move.from.clusterMyId());
    move.from.clusterSetSlotMigrating(move.slot, move.to.clusterMyId());
    return move;
  }

  /** Moves these keys. */
  public void keys(String... keys) {
    from.migrate(target.host(), target.port(), LIMIT_MS, MigrateParams.migrateParams(), keys);
  }

  /** Moves some keys, whichever; whether there were any left. */
  public boolean some(int count) {
    List<String> some = from.clusterGetKeysInSlot(slot, count);
    if (!some.isEmpty()) {
      keys(some.toArray(String[]::new));
    }
    return !some.isEmpty();
  }

  /** Returns when all keys have moved and every node knows the new owner. */
  public void finish() {
    while (some(100)) {
      // The next ones.
    }
    to.clusterSetSlotNode(slot, to.clusterMyId());
    from.clusterSetSlotNode(slot, to.clusterMyId());
    cluster.awaitOwner(key, target);
  }

  @Override
  public void close() {
    from.close();
    to.close();
  }
}
