package io.waitroom.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README's tables of variables are those of the code. */
class ReadmeConfigurationTest {
  private static final String BEGIN = "<!-- configuration:begin -->\n";
  private static final String END = "<!-- configuration:end -->";

  @Test
  void readme_configuration_isThatOfTheCode() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    assertThat(readme).containsOnlyOnce(BEGIN).containsOnlyOnce(END);

    String tables = readme.substring(readme.indexOf(BEGIN) + BEGIN.length(), readme.indexOf(END));

    Path expected = Path.of("target", "configuration.md");
    Files.writeString(expected, ConfigurationTable.render());
    assertThat(tables.equals(ConfigurationTable.render()))
        .as("between the markers of README.md stands what is now in %s", expected)
        .isTrue();
  }
}
