package io.waitroom.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.boot.ConfigurationTable;
import io.waitroom.ops.MetricTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The tables in {@code src/docs} that are rendered from the code. With {@code -Dwaitroom.docs=write}
 * the test writes them instead of comparing.
 */
class GeneratedDocsTest {
  private static final String MODE = "waitroom.docs";
  private static final String REGENERATE =
      "mvn test -Dtest=GeneratedDocsTest -D" + MODE + "=write";

  /** A page with one generated part, between two comments. */
  enum Page {
    CONFIGURATION("configuration", ConfigurationTable::render),
    METRICS("metrics", MetricTable::render);

    private final Path file;
    private final String begin;
    private final String end;
    private final Supplier<String> table;

    Page(String name, Supplier<String> table) {
      this.file = Path.of("src", "docs", name + ".md");
      this.begin = "<!-- %s:begin -->\n".formatted(name);
      this.end = "<!-- %s:end -->".formatted(name);
      this.table = table;
    }
  }

  @ParameterizedTest
  @EnumSource
  void page_table_isThatOfTheCode(Page page) throws IOException {
    String text = Files.readString(page.file);
    assertThat(text).containsOnlyOnce(page.begin).containsOnlyOnce(page.end);

    String generated =
        text.substring(0, text.indexOf(page.begin) + page.begin.length())
            + page.table.get()
            + text.substring(text.indexOf(page.end));

    if ("write".equals(System.getProperty(MODE))) {
      Files.writeString(page.file, generated);
    }
    assertThat(Files.readString(page.file).equals(generated))
        .as("%s differs from the code; regenerate it with: %s", page.file, REGENERATE)
        .isTrue();
  }
}
