package io.waitroom.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.waitroom.testkit.Command;
import io.waitroom.testkit.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What kubectl's own kustomize makes of an overlay; tests that use it need {@link Tool#KUBECTL}.
 */
final class Overlay {
  private static final Path OVERLAYS = Path.of("k8s", "overlays");

  private final List<JsonNode> resources;

  private Overlay(List<JsonNode> resources) {
    this.resources = resources;
  }

  /** Builds the overlay of this name. */
  static Overlay of(String name) throws IOException, InterruptedException {
    return of(OVERLAYS.resolve(name));
  }

  /** Builds what a folder holds. */
  static Overlay of(Path folder) throws IOException, InterruptedException {
    List<String> built =
        Command.run(Path.of(""), List.of(Tool.KUBECTL.path(), "kustomize", folder.toString()));
    return new Overlay(Yaml.parse(String.join("\n", built)));
  }

  /** Returns all it made, in the order of kustomize. */
  List<JsonNode> resources() {
    return resources;
  }

  /** Returns the variables in the ConfigMap that the pods read. */
  Map<String, String> config() {
    String name = container().getEnvFrom().getFirst().getConfigMapRef().getName();
    JsonNode config =
        resources.stream()
            .filter(node -> node.path("kind").asText().equals("ConfigMap"))
            .filter(node -> node.path("metadata").path("name").asText().equals(name))
            .findFirst()
            .orElseThrow();
    return Map.copyOf(Yaml.as(config, ConfigMap.class).getData());
  }

  /** Returns its only resource of this kind. */
  <T> T the(String kind, Class<T> type) {
    List<JsonNode> found =
        resources.stream().filter(node -> node.path("kind").asText().equals(kind)).toList();
    if (found.size() != 1) {
      throw new IllegalStateException("not one " + kind + ": " + found);
    }
    return Yaml.as(found.getFirst(), type);
  }

  /** Returns the only container of the deployment. */
  Container container() {
    List<Container> containers =
        the("Deployment", Deployment.class).getSpec().getTemplate().getSpec().getContainers();
    if (containers.size() != 1) {
      throw new IllegalStateException("not one container");
    }
    return containers.getFirst();
  }

  /** Returns the pod's variables, those from a Secret left out. */
  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>(config());
    for (EnvVar variable : container().getEnv()) {
      if (variable.getValueFrom() == null) {
        environment.put(variable.getName(), variable.getValue());
      }
    }
    return environment;
  }
}
