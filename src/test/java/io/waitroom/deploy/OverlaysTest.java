package io.waitroom.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.waitroom.testkit.NeedsTool;
import io.waitroom.testkit.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The overlays and optional components under {@code k8s/}, as kubectl builds them. */
@NeedsTool(Tool.KUBECTL)
class OverlaysTest {
  private static final Path K8S = Path.of("k8s");

  @Test
  void f141_overlays_giveTheirOwnNumbers() throws Exception {
    Overlay production = Overlay.of("production");
    assertThat(production.container().getResources().getRequests())
        .as("F-77: what a replica holds under full load")
        .containsEntry("memory", new Quantity("224Mi"));
    assertReplicas(production, 5, 10);
    assertReplicas(Overlay.of("staging"), 2, 4);
  }

  @Test
  void f133_nodes_canBeDrainedWithoutRedis() throws Exception {
    assertThat(
            Overlay.of("production")
                .the("PodDisruptionBudget", PodDisruptionBudget.class)
                .getSpec()
                .getUnhealthyPodEvictionPolicy())
        .isEqualTo("AlwaysAllow");
  }

  @Test
  void f134_images_comeFromARegistryOfTheOverlay() throws Exception {
    for (String name : List.of("staging", "production")) {
      assertThat(Overlay.of(name).container().getImage())
          .matches("registry\\.example/waitroom-service(:[0-9.]+|@sha256:.+)");
    }
  }

  @Test
  void f135_changedKeys_rollThePods() throws Exception {
    String first = secretOf("SESSION_KEYS=one\nTOKEN_KEYS={}\nADMIN_KEY=x\n");
    String second = secretOf("SESSION_KEYS=two\nTOKEN_KEYS={}\nADMIN_KEY=x\n");
    assertThat(first).startsWith("waitroom-service-").isNotEqualTo(second);
  }

  /** The name of the Secret in the pods of staging, when it is made from these keys. */
  private static String secretOf(String keys) throws Exception {
    Path copy = copy("keys");
    Files.writeString(copy.resolve("keys/keys.env"), keys);
    Overlay overlay = uncommented(copy, "keys");
    String name = overlay.the("Secret", Secret.class).getMetadata().getName();
    assertThat(pod(overlay).getVolumes())
        .filteredOn(volume -> volume.getSecret() != null)
        .allSatisfy(volume -> assertThat(volume.getSecret().getSecretName()).isEqualTo(name));
    assertThat(overlay.container().getEnv())
        .filteredOn(variable ->
            variable.getValueFrom() != null && variable.getValueFrom().getSecretKeyRef() != null)
        .isNotEmpty()
        .allSatisfy(variable ->
            assertThat(variable.getValueFrom().getSecretKeyRef().getName()).isEqualTo(name));
    return name;
  }

  @Test
  void f54_openShift_choosesTheIds() throws Exception {
    var security = pod(uncommented(copy("openshift"), "openshift")).getSecurityContext();
    assertThat(security.getRunAsNonRoot()).isTrue();
    assertThat(security.getRunAsUser()).isNull();
    assertThat(security.getRunAsGroup()).isNull();
    assertThat(security.getFsGroup()).isNull();
  }

  /** Builds a copy of staging that includes one of its optional components. */
  private static Overlay uncommented(Path copy, String component) throws Exception {
    Path staging = copy.resolve("overlays/staging");
    Path file = staging.resolve("kustomization.yaml");
    String line = "# - ../../" + component;
    String text = Files.readString(file);
    assertThat(text).contains(line);
    Files.writeString(file, text.replace(line, line.substring(2)));
    return Overlay.of(staging);
  }

  private static Path copy(String name) throws IOException {
    Path copy = Path.of("target", "k8s-" + name);
    try (Stream<Path> files = Files.walk(K8S)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = copy.resolve(K8S.relativize(file));
        Files.createDirectories(to.getParent());
        Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return copy;
  }

  private static void assertReplicas(Overlay overlay, int fewest, int most) {
    var scaling = overlay.the("HorizontalPodAutoscaler", HorizontalPodAutoscaler.class).getSpec();
    assertThat(scaling.getMinReplicas()).isEqualTo(fewest);
    assertThat(scaling.getMaxReplicas()).isEqualTo(most);
  }

  private static PodSpec pod(Overlay overlay) {
    return overlay.the("Deployment", Deployment.class).getSpec().getTemplate().getSpec();
  }
}
