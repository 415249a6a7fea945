package io.waitroom.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waitroom.testkit.Command;
import io.waitroom.testkit.NeedsTool;
import io.waitroom.testkit.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The overlays, built by kubectl itself, fit the schemas of Kubernetes. */
@Tag("shipped")
@NeedsTool({Tool.KUBECTL, Tool.PYTHON3})
@Timeout(300)
class OverlaysIT {
  private static final String VALIDATE = ".ci/validate-manifests";

  @Test
  void overlays_fitTheSchemas() throws Exception {
    List<String> said = Command.run(Path.of(""), List.of(VALIDATE));

    for (String overlay : List.of("staging", "production")) {
      assertThat(said).anyMatch(line -> line.contains("namespace/waitroom-" + overlay));
    }
    assertThat(said).anyMatch(line -> line.contains("deployment/waitroom-service"));
  }

  @Test
  void overlay_withAnUnknownField_isRefused() throws Exception {
    Path folder = Files.createDirectories(Path.of("target", "planted"));
    Files.writeString(
        folder.resolve("kustomization.yaml"),
        """
        resources: [../../k8s/overlays/staging]
        patches:
          - target: {kind: Deployment}
            patch: '[{"op": "add", "path": "/spec/template/spec/planted", "value": true}]'
        """);

    assertThatThrownBy(() -> Command.run(Path.of(""), List.of(VALIDATE, folder.toString())))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("planted");
  }
}
