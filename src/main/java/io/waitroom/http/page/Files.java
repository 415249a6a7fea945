package io.waitroom.http.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The files of {@code src/main/resources/page}, from the class path. */
final class Files {
  private Files() {}

  /**
   * A file's content, in UTF-8.
   *
   * @throws IllegalStateException when there is none; the page cannot do without
   */
  static String text(String file) {
    String path = "/page/" + file;
    try (InputStream in = Files.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is missing on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be read", e);
    }
  }
}
