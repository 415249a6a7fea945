package io.waitroom.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.boot.ConfigurationTable;
import io.waitroom.ops.MetricTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The tables in {@code src/docs} that are rendered from the code. With {@code
 * -Dwaitroom.docs=write} the test writes them instead of comparing.
 */
class GeneratedDocsTest {
  private static final String MODE = "waitroom.docs";
  private static final String REGENERATE = "mvn test -Dtest=GeneratedDocsTest -D" + MODE + "=write";

  @Test
  void configurationPage_tables_areThoseOfTheCode() throws IOException {
    assertGenerated("configuration", ConfigurationTable.render());
  }

  @Test
  void metricsPage_table_isThatOfTheCode() throws IOException {
    assertGenerated("metrics", MetricTable.render());
  }

  /** Compares what stands between the two comments of a page, or writes it. */
  private static void assertGenerated(String name, String tables) throws IOException {
    Path page = Path.of("src", "docs", name + ".md");
    String begin = "<!-- %s:begin -->\n".formatted(name);
    String end = "<!-- %s:end -->".formatted(name);
    String text = Files.readString(page);
    assertThat(text).containsOnlyOnce(begin).containsOnlyOnce(end);

    String generated =
        text.substring(0, text.indexOf(begin) + begin.length())
            + tables
            + text.substring(text.indexOf(end));

    if ("write".equals(System.getProperty(MODE))) {
      Files.writeString(page, generated);
    } else {
      assertThat(text.equals(generated))
          .as("%s differs from the code; regenerate it with: %s", page, REGENERATE)
          .isTrue();
    }
  }
}
