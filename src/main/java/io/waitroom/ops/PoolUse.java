package io.waitroom.ops;

/**
 * How a pool of connections is used at this moment.
 *
 * @param active connections in use
 * @param idle connections open and not in use
 * @param waiting callers that wait for one
 * @param limit most connections there can be
 */
public record PoolUse(int active, int idle, int waiting, int limit) {
  /** Nothing connected yet. */
  public static PoolUse none(int limit) {
    return new PoolUse(0, 0, 0, limit);
  }
}
