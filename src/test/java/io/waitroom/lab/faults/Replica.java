package io.waitroom.lab.faults;

import io.waitroom.testkit.PackagedImage;
import io.waitroom.testkit.Ports;
import io.waitroom.testkit.ServiceProcess;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One instance of the packaged service: a process, and another on the same port after it. */
final class Replica implements AutoCloseable {
  private final PackagedImage image;
  private final Map<String, String> environment;
  private final int port = Ports.free();
  private final List<ServiceProcess> lives = new ArrayList<>();

  Replica(PackagedImage image, Map<String, String> environment) {
    this.image = image;
    this.environment = environment;
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Starts a process, the one before being gone, with more or other variables. */
  Replica start(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(more);
    all.put("SERVER_PORT", Integer.toString(port));
    lives.add(image.start(all));
    return this;
  }

  Replica start() {
    return start(Map.of());
  }

  /** Returns when it is ready. */
  Replica awaitReady() {
    var _ = process().awaitReady();
    return this;
  }

  /** The process that runs, or was the last to. */
  ServiceProcess process() {
    return lives.getLast();
  }

  /** What all its processes have written. */
  List<String> output() {
    return lives.stream().flatMap(life -> life.output().stream()).toList();
  }

  @Override
  public void close() {
    process().close();
  }
}
