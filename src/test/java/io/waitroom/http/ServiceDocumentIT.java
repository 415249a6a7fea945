package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.core.util.Yaml;
import io.waitroom.testkit.Api;
import io.waitroom.testkit.Api.Answer;
import io.waitroom.testkit.RunningService;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What only the whole service has: the document itself, the page to try it, metrics. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServiceDocumentIT {
  private static final Pattern ASSET = Pattern.compile("(?:src|href)=\"(/[^\"]+)\"");

  private final RunningService service = RunningService.start();
  private final Api api = service.api();

  @AfterAll
  void stop() {
    service.close();
  }

  @Test
  void document_isTheSource() throws IOException {
    JsonNode source = Yaml.mapper().readTree(Path.of("openapi", "openapi.yaml").toFile());

    Answer json = api.get("/openapi", "Accept", "application/json");
    Answer yaml = api.get("/openapi", "Accept", "application/yaml");

    assertThat(json.status()).isEqualTo(200);
    assertThat(json.header("Content-Type")).startsWith("application/json");
    assertThat(withoutStyle(Json.mapper().readTree(json.body()))).isEqualTo(source);
    assertThat(yaml.status()).isEqualTo(200);
    assertThat(withoutStyle(Yaml.mapper().readTree(yaml.body()))).isEqualTo(source);
    assertThat(api.get("/openapi").status()).isEqualTo(200);
  }

  /** Helidon spells out the default style of headers. */
  private static JsonNode withoutStyle(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove("style");
    }
    node.forEach(ServiceDocumentIT::withoutStyle);
    return node;
  }

  @Test
  void page_isWholeAndComesFromHereOnly() {
    Answer page = api.get("/openapi/ui/");

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(page.body()).contains("default-src 'none'").doesNotContain("://");
    List<String> assets =
        ASSET.matcher(page.body()).results().map(asset -> asset.group(1)).toList();
    assertThat(assets).hasSize(3);
    for (String asset : assets) {
      assertThat(api.get(asset).status()).as(asset).isEqualTo(200);
    }
    assertThat(api.get("/openapi/ui").header("Location")).isEqualTo("/openapi/ui/");
    assertThat(api.get("/openapi/ui/nope").status()).isEqualTo(404);
    assertThat(api.get("/openapi/ui/beans.xml").status()).isEqualTo(404);
  }

  @Test
  void operations_answerAsDocumented() {
    for (String path : List.of("/metrics", "/health", "/health/live", "/health/ready")) {
      assertThat(api.get(path).status()).as(path).isEqualTo(200);
    }
    assertThat(api.get("/health/started").status()).isEqualTo(200);
  }
}
