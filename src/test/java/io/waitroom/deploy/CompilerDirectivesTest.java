package io.waitroom.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.ClassPath;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whom the optimising compiler is for; that HotSpot takes the file is shown by each start. */
class CompilerDirectivesTest {
  private static final Path FILE = Path.of("src", "docker", "compiler.directives");
  private static final Pattern CLASSES = Pattern.compile("\"([^\"]+)\\.\\*\"");

  @Test
  void directives_eachPattern_namesClassesThatExist() throws IOException {
    List<String> patterns = patterns();
    List<String> classes = classes();

    assertThat(patterns).hasSizeGreaterThan(1).endsWith("*").doesNotHaveDuplicates();
    for (String pattern : patterns) {
      Pattern names = Pattern.compile(Pattern.quote(pattern).replace("*", "\\E.*\\Q"));
      assertThat(classes).as(pattern).anyMatch(names.asMatchPredicate());
    }
  }

  private static List<String> patterns() throws IOException {
    String text = Files.readString(FILE);
    return CLASSES.matcher(text).results().map((MatchResult it) -> it.group(1)).toList();
  }

  /** Of the JDK's base, this service and its libraries, such as {@code java/lang/String}. */
  private static List<String> classes() throws IOException {
    List<String> names =
        new ArrayList<>(
            in(FileSystems.getFileSystem(URI.create("jrt:/")).getPath("modules", "java.base")));
    for (String entry : ClassPath.whole().split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        names.addAll(in(path));
      } else if (Files.exists(path)) {
        try (JarFile jar = new JarFile(path.toFile())) {
          names.addAll(named(jar.stream().map(JarEntry::getName)));
        }
      }
    }
    return names;
  }

  private static List<String> in(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return named(files.map(file -> root.relativize(file).toString()));
    }
  }

  private static List<String> named(Stream<String> files) {
    return files
        .filter(name -> name.endsWith(".class"))
        .map(name -> name.substring(0, name.length() - ".class".length()))
        .toList();
  }
}
