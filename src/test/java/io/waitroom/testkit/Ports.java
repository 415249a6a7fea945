package io.waitroom.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Free loopback ports.
 *
 * <p>They come from below the kernel's ephemeral range, so that no outgoing connection takes one
 * between the question and the bind, and none is handed out twice in one JVM.
 */
public final class Ports {
  private static final int LOWEST = 20_000;
  private static final int HIGHEST = 30_999;
  private static final int EPHEMERAL = 32_768;
  private static final int CLUSTER_BUS = 10_000;
  private static final int ATTEMPTS_MAX = 1_000;
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private Ports() {}

  /** A port of 127.0.0.1 that nobody listens on. */
  public static int free() {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
      if (isFree(port) && GIVEN.add(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port between " + LOWEST + " and " + HIGHEST);
  }

  /**
   * As {@link #free}, for a node of a Redis Cluster, which also listens 10 000 further up: that
   * port is below the ephemeral range too.
   */
  static int freeForClusterNode() {
    for (int attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, EPHEMERAL - CLUSTER_BUS);
      if (isFree(port) && isFree(port + CLUSTER_BUS) && GIVEN.add(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port for a node of a cluster");
  }

  /** Whether nobody listens on the port, neither on the loopback address nor on all of them. */
  public static boolean isFree(int port) {
    return canBind(InetAddress.getLoopbackAddress(), port)
        && canBind(new InetSocketAddress(0).getAddress(), port);
  }

  /** Fails when somebody listens on the port: a client would take that server for ours. */
  static void requireFree(int port) {
    if (!isFree(port)) {
      throw new IllegalStateException("port " + port + " is in use");
    }
  }

  private static boolean canBind(InetAddress address, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true); // a port in TIME_WAIT is free for a server
      socket.bind(new InetSocketAddress(address, port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
