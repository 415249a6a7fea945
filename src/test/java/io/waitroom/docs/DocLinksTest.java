package io.waitroom.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The links of the README and of {@code src/docs}, and the paths by which other files name them.
 */
class DocLinksTest {
  private static final Path README = Path.of("README.md");
  private static final Path DOCS = Path.of("src", "docs");
  private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```|`[^`\n]*`");
  private static final Pattern LINK =
      Pattern.compile("\\]\\(([^)\\s]+)\\)|(?:src|href)=\"([^\"]+)\"");
  private static final Pattern OUTSIDE = Pattern.compile("[a-z][a-z0-9+.-]*:.*");
  private static final Pattern MENTION =
      Pattern.compile("src/docs/[A-Za-z0-9_/-]+\\.[a-z]+(#[a-z0-9-]+)?");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");

  @Test
  void links_ofThePages_leadToFilesAndHeadings() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      String prose = CODE.matcher(Files.readString(page)).replaceAll("");
      for (MatchResult link : LINK.matcher(prose).results().toList()) {
        String target = link.group(1) != null ? link.group(1) : link.group(2);
        if (!OUTSIDE.matcher(target).matches() && !resolves(page, target)) {
          broken.add(page + ": " + target);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void mentions_inOtherFiles_nameFilesAndHeadings() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path file : namingFiles()) {
      for (MatchResult mention : MENTION.matcher(Files.readString(file)).results().toList()) {
        if (!resolves(README, mention.group())) {
          broken.add(file + ": " + mention.group());
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void pages_areAllReachableFromTheReadme() throws IOException {
    Set<Path> reached = new HashSet<>();
    List<Path> next = new ArrayList<>(List.of(README));
    while (!next.isEmpty()) {
      Path page = next.removeLast();
      if (reached.add(page)) {
        LINK.matcher(CODE.matcher(Files.readString(page)).replaceAll(""))
            .results()
            .map(link -> link.group(1) != null ? link.group(1) : link.group(2))
            .filter(target -> !OUTSIDE.matcher(target).matches())
            .map(target -> file(page, target))
            .filter(file -> file.toString().endsWith(".md"))
            .forEach(next::add);
      }
    }
    assertThat(reached).containsAll(pages());
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(DOCS)) {
      return Stream.concat(Stream.of(README), docs.filter(file -> file.toString().endsWith(".md")))
          .sorted()
          .toList();
    }
  }

  private static List<Path> namingFiles() throws IOException {
    List<Path> files = new ArrayList<>(pages());
    files.add(Path.of("pom.xml"));
    for (String folder : List.of("k8s", "openapi", "src/main", "src/test/java")) {
      try (Stream<Path> tree = Files.walk(Path.of(folder))) {
        tree.filter(Files::isRegularFile).forEach(files::add);
      }
    }
    return files;
  }

  private static boolean resolves(Path page, String target) {
    Path file = file(page, target);
    int hash = target.indexOf('#');
    return Files.exists(file) && (hash < 0 || anchors(file).contains(target.substring(hash + 1)));
  }

  private static Path file(Path page, String target) {
    String path = target.replaceFirst("#.*", "");
    return path.isEmpty() ? page : page.resolveSibling(path).normalize();
  }

  /** The anchors of the headings, as GitHub makes them. */
  private static Set<String> anchors(Path file) {
    try {
      Set<String> anchors = new HashSet<>();
      HEADING
          .matcher(Files.readString(file))
          .results()
          .map(heading ->
              heading
                  .group(1)
                  .toLowerCase(Locale.ROOT)
                  .replaceAll("[^\\p{L}\\p{N} _-]", "")
                  .replace(' ', '-'))
          .forEach(anchors::add);
      return anchors;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
