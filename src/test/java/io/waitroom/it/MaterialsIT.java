package io.waitroom.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The bill of materials lists what is shipped: no library less and none more. */
class MaterialsIT {
  private static final Path BILL = Path.of("target", "bom.json");

  @Test
  void bill_listsWhatIsShipped() throws IOException {
    assumeThat(BILL).as("the bill; the plugin that makes it does not run with mvn -o").exists();
    JsonNode bill = new ObjectMapper().readTree(BILL.toFile());
    List<String> listed =
        StreamSupport.stream(bill.path("components").spliterator(), false)
            .map(part ->
                "%s-%s".formatted(part.path("name").asText(), part.path("version").asText()))
            .toList();
    try (Stream<Path> libraries = Files.list(Path.of("target", "libs"))) {
      List<String> shipped =
          libraries.map(file -> file.getFileName().toString().replaceFirst("\\.jar$", "")).toList();
      assertThat(listed)
          .as("listed; what is shipped only may be left from an earlier build: mvn clean")
          .containsExactlyInAnyOrderElementsOf(shipped);
    }
  }
}
