package io.waitroom.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.waitroom.boot.config.Configuration;
import io.waitroom.boot.config.KnownVariables;
import io.waitroom.testkit.NeedsTool;
import io.waitroom.testkit.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests under {@code k8s/} say what Kubernetes understands and what the service needs. */
@NeedsTool(Tool.KUBECTL)
class ManifestsTest {
  private static final Path K8S = Path.of("k8s");
  private static final Set<String> KUSTOMIZATION_FIELDS =
      Set.of(
          "apiVersion",
          "kind",
          "namespace",
          "resources",
          "components",
          "labels",
          "images",
          "configMapGenerator",
          "secretGenerator",
          "patches");
  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "v1/Namespace", Namespace.class,
          "v1/Secret", Secret.class,
          "v1/Service", Service.class,
          "v1/ServiceAccount", ServiceAccount.class,
          "apps/v1/Deployment", Deployment.class,
          "autoscaling/v2/HorizontalPodAutoscaler", HorizontalPodAutoscaler.class,
          "policy/v1/PodDisruptionBudget", PodDisruptionBudget.class,
          "networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class,
          "monitoring.coreos.com/v1/ServiceMonitor", ServiceMonitor.class,
          "monitoring.coreos.com/v1/PrometheusRule", PrometheusRule.class);

  @Test
  void manifests_readStrictly_fitTheModel() throws IOException {
    for (Path file : Yaml.files(K8S)) {
      for (JsonNode document : Yaml.read(file)) {
        if (file.endsWith("kustomization.yaml")) {
          assertThat(document.fieldNames())
              .as(file.toString())
              .toIterable()
              .isSubsetOf(KUSTOMIZATION_FIELDS);
          continue;
        }
        String kind = document.path("apiVersion").asText() + "/" + document.path("kind").asText();
        Class<? extends HasMetadata> type = KINDS.getOrDefault(kind, HasMetadata.class);
        assertThat(type).as("%s: %s", file, kind).isNotEqualTo(HasMetadata.class);
        HasMetadata manifest = Yaml.as(document, type);
        assertThat(manifest.getMetadata().getName()).as(file.toString()).isNotBlank();
      }
    }
  }

  @Test
  void model_unknownField_isRefused() {
    JsonNode wrong =
        Yaml.parse("{kind: Service, metadata: {name: x}, spec: {prots: []}}").getFirst();
    assertThatThrownBy(() -> Yaml.as(wrong, Service.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("prots");
  }

  @ParameterizedTest
  @ValueSource(strings = {"staging", "production"})
  void overlay_variables_areKnownAndMakeAConfiguration(String name) throws Exception {
    Overlay overlay = Overlay.of(name);
    assertThat(overlay.environment().keySet()).isSubsetOf(KnownVariables.NAMES);
    assertThat(overlay.container().getEnv())
        .extracting(EnvVar::getName)
        .isSubsetOf(KnownVariables.NAMES);

    Map<String, String> environment = new HashMap<>(overlay.environment());
    environment.putAll(TestKeys.ENVIRONMENT);
    Configuration configuration =
        Configuration.read(variable -> Optional.ofNullable(environment.get(variable)));

    assertThat(configuration.keysMade()).isFalse();
    assertThat(configuration.server().port())
        .isEqualTo(overlay.container().getPorts().getFirst().getContainerPort());
  }

  @Test
  void overlays_kafka_isWhatTheirClustersNeed() throws Exception {
    assertThat(Overlay.of("staging").config())
        .containsEntry("KAFKA_BROKERS", "kafka-1:9092,kafka-2:9092")
        .containsEntry("KAFKA_CONSUMER_SESSION_TIMEOUT", "30000")
        .containsEntry("KAFKA_PRODUCER_REQUIRED_ACKS", "-1");
    assertThat(Overlay.of("production").config())
        .containsEntry("KAFKA_BROKERS", "kafka-1.prod:9092,kafka-2.prod:9092,kafka-3.prod:9092")
        .containsEntry("KAFKA_CONSUMER_SESSION_TIMEOUT", "60000")
        .containsEntry("KAFKA_PRODUCER_RETRY_MAX", "5")
        .containsEntry("KAFKA_PRODUCER_REQUIRED_ACKS", "-1");
  }

  @Test
  void secrets_areFilesOrReferences_neverInPlainSight() throws Exception {
    for (String name : List.of("staging", "production")) {
      Overlay overlay = Overlay.of(name);
      assertThat(overlay.config().keySet()).doesNotContainAnyElementsOf(KnownVariables.SECRETS);
      assertThat(overlay.container().getEnv())
          .filteredOn(variable -> KnownVariables.SECRETS.contains(variable.getName()))
          .hasSizeGreaterThanOrEqualTo(3)
          .allMatch(variable ->
              variable.getValueFrom() != null
                  ? variable.getValueFrom().getSecretKeyRef() != null
                  : variable.getValue().startsWith("@/etc/waitroom/keys/"));
    }
    Secret template =
        Yaml.as(Yaml.read(K8S.resolve("base/secret.example.yaml")).getFirst(), Secret.class);
    assertThat(template.getData()).isNullOrEmpty();
    assertThat(template.getStringData())
        .containsOnlyKeys("SESSION_KEYS", "TOKEN_KEYS", "ADMIN_KEY")
        .allSatisfy((key, value) -> assertThat(value).startsWith("<").endsWith(">"));
  }

  @Test
  void container_resources_areTheAgreedOnes() throws Exception {
    Container container = Overlay.of("staging").container();
    assertThat(container.getResources().getRequests())
        .containsEntry("memory", new Quantity("128Mi"))
        .containsEntry("cpu", new Quantity("250m"))
        .containsKey("ephemeral-storage");
    assertThat(container.getResources().getLimits())
        .containsEntry("memory", new Quantity("256Mi"))
        .containsEntry("cpu", new Quantity("500m"))
        .containsKey("ephemeral-storage");
  }

  @Test
  void pod_security_isRestricted() throws Exception {
    Overlay overlay = Overlay.of("production");
    PodSpec pod = pod(overlay);
    assertThat(pod.getAutomountServiceAccountToken()).isFalse();
    assertThat(pod.getEnableServiceLinks()).isFalse();
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(DockerfileTest.user());
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    var security = overlay.container().getSecurityContext();
    assertThat(security.getReadOnlyRootFilesystem()).isTrue();
    assertThat(security.getAllowPrivilegeEscalation()).isFalse();
    assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
    assertThat(security.getCapabilities().getAdd()).isEmpty();
  }

  @Test
  void pod_stop_hasTimeForAllOfIt() throws Exception {
    Overlay overlay = Overlay.of("production");
    long pause = overlay.container().getLifecycle().getPreStop().getSleep().getSeconds();
    Duration drain = Duration.parse("PT" + overlay.config().get("SHUTDOWN_GRACE"));
    assertThat(pause).isBetween(5L, 30L);
    assertThat(Duration.ofSeconds(pod(overlay).getTerminationGracePeriodSeconds()))
        .isGreaterThanOrEqualTo(drain.plusSeconds(pause).plusSeconds(20));
  }

  @Test
  void rollingUpdate_takesNoReplicaAway() throws Exception {
    var update =
        Overlay.of("production")
            .the("Deployment", Deployment.class)
            .getSpec()
            .getStrategy()
            .getRollingUpdate();
    assertThat(update.getMaxUnavailable().getIntVal()).isZero();
    assertThat(update.getMaxSurge().getIntVal()).isPositive();
  }

  @Test
  void selectors_meetThePods() throws Exception {
    Overlay overlay = Overlay.of("production");
    Deployment deployment = overlay.the("Deployment", Deployment.class);
    Map<String, String> labels = deployment.getSpec().getTemplate().getMetadata().getLabels();
    assertThat(labels)
        .containsAllEntriesOf(deployment.getSpec().getSelector().getMatchLabels())
        .containsAllEntriesOf(overlay.the("Service", Service.class).getSpec().getSelector())
        .containsAllEntriesOf(
            overlay
                .the("PodDisruptionBudget", PodDisruptionBudget.class)
                .getSpec()
                .getSelector()
                .getMatchLabels())
        .containsAllEntriesOf(
            overlay
                .the("NetworkPolicy", NetworkPolicy.class)
                .getSpec()
                .getPodSelector()
                .getMatchLabels());
    assertThat(
            overlay
                .the("HorizontalPodAutoscaler", HorizontalPodAutoscaler.class)
                .getSpec()
                .getScaleTargetRef()
                .getName())
        .isEqualTo(deployment.getMetadata().getName());
  }

  private static PodSpec pod(Overlay overlay) {
    return overlay.the("Deployment", Deployment.class).getSpec().getTemplate().getSpec();
  }
}
