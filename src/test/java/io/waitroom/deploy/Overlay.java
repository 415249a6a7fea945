package io.waitroom.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an overlay of {@code k8s/} comes to, as far as the tests ask: its resources and the
 * variables of the pod. Follows {@code resources}, {@code components} and the files of {@code
 * configMapGenerator}, the later ones over the earlier ones.
 */
final class Overlay {
  private static final Path K8S = Path.of("k8s");

  private final Map<String, String> config = new LinkedHashMap<>();
  private final List<JsonNode> resources = new ArrayList<>();

  private Overlay() {}

  /** The overlay of this name. */
  static Overlay of(String name) throws IOException {
    Overlay overlay = new Overlay();
    overlay.add(K8S.resolve("overlays").resolve(name));
    return overlay;
  }

  /** The ConfigMap that the overlay makes. */
  Map<String, String> config() {
    return Map.copyOf(config);
  }

  /** Its only resource of this kind. */
  <T> T the(String kind, Class<T> type) {
    List<JsonNode> found =
        resources.stream().filter(node -> node.path("kind").asText().equals(kind)).toList();
    if (found.size() != 1) {
      throw new IllegalStateException("not one " + kind + ": " + found);
    }
    return Yaml.as(found.getFirst(), type);
  }

  /** The only container of the deployment. */
  Container container() {
    List<Container> containers =
        the("Deployment", Deployment.class).getSpec().getTemplate().getSpec().getContainers();
    if (containers.size() != 1) {
      throw new IllegalStateException("not one container");
    }
    return containers.getFirst();
  }

  /** The pod's variables, those from a Secret left out. */
  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>(config);
    for (EnvVar variable : container().getEnv()) {
      if (variable.getValueFrom() == null) {
        environment.put(variable.getName(), variable.getValue());
      }
    }
    return environment;
  }

  private void add(Path folder) throws IOException {
    JsonNode kustomization = Yaml.read(folder.resolve("kustomization.yaml")).getFirst();
    for (String list : List.of("resources", "components")) {
      for (JsonNode entry : kustomization.path(list)) {
        Path path = folder.resolve(entry.asText()).normalize();
        if (Files.isDirectory(path)) {
          add(path);
        } else {
          resources.addAll(Yaml.read(path));
        }
      }
    }
    for (JsonNode generator : kustomization.path("configMapGenerator")) {
      for (JsonNode file : generator.path("envs")) {
        readConfig(folder.resolve(file.asText()));
      }
    }
  }

  private void readConfig(Path file) throws IOException {
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.split("=", 2);
        config.put(parts[0], parts[1]);
      }
    }
  }
}
