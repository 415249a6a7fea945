package io.waitroom.boot.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table of variables is in itself right. */
class VariablesTest {
  @Test
  void names_areUnique() {
    assertThat(Variables.ALL).extracting(Variable::name).doesNotHaveDuplicates();
  }

  @Test
  void defaults_areAllowed() {
    assertThat(Variables.ALL)
        .allSatisfy(variable ->
            variable
                .fallback()
                .ifPresent(text ->
                    assertThatCode(() -> variable.kind().parser().apply(text))
                        .doesNotThrowAnyException()));
  }

  @Test
  void secrets_haveNoDefault() {
    assertThat(Variables.ALL)
        .filteredOn(Variable::secret)
        .allSatisfy(variable -> assertThat(variable.fallback()).isEmpty());
  }

  @Test
  void version_isThatOfTheBuild() throws IOException {
    assertThat(Files.readString(Path.of("pom.xml")))
        .contains(
            "<artifactId>waitroom-service</artifactId>\n  <version>%s</version>"
                .formatted(Configuration.VERSION));
  }
}
