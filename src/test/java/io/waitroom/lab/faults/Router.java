package io.waitroom.lab.faults;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;

/** The balancer in front of the replicas: any of those in rotation. Thread-safe. */
final class Router {
  private final List<URI> rotation = new CopyOnWriteArrayList<>();

  /** Takes a replica in. */
  void add(URI replica) {
    if (!rotation.contains(replica)) {
      rotation.add(replica);
    }
  }

  /** Sends nobody there from now on. */
  void remove(URI replica) {
    rotation.remove(replica);
  }

  /** Any replica. */
  URI any() {
    List<URI> now = List.copyOf(rotation);
    return now.get(ThreadLocalRandom.current().nextInt(now.size()));
  }

  /** Another replica than the one that has just failed, when there is one. */
  URI otherThan(URI failed) {
    List<URI> others = rotation.stream().filter(replica -> !replica.equals(failed)).toList();
    return others.isEmpty()
        ? any()
        : others.get(ThreadLocalRandom.current().nextInt(others.size()));
  }
}
