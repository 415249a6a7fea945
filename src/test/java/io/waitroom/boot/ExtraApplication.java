package io.waitroom.boot;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A class path entry with a few test classes as beans, to start next to the service. */
public final class ExtraApplication {
  private ExtraApplication() {}

  /** Makes it in {@code directory}; the directory. */
  public static Path in(Path directory, Class<?>... beans) throws IOException {
    for (Class<?> bean : beans) {
      String name = bean.getName().replace('.', '/') + ".class";
      Files.createDirectories(directory.resolve(name).getParent());
      try (InputStream compiled = bean.getClassLoader().getResourceAsStream(name)) {
        Files.copy(compiled, directory.resolve(name));
      }
    }
    Path descriptor = Path.of("META-INF", "beans.xml");
    Files.createDirectories(directory.resolve(descriptor).getParent());
    Files.copy(Path.of("target", "classes").resolve(descriptor), directory.resolve(descriptor));
    return directory;
  }
}
