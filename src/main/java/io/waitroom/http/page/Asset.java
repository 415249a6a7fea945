package io.waitroom.http.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A file that the page loads. Its address holds a digest of its content: what an address leads to
 * never changes, and may be kept for ever.
 */
enum Asset {
  /** The style sheet. */
  STYLE("page.css", "text/css"),
  /** The script. */
  SCRIPT("page.js", "text/javascript"),
  /** The mark, as the tab shows it. */
  MARK("mark.svg", "image/svg+xml");

  private static final int DIGEST_BYTES = 6;

  private final String file;
  private final String type;
  private final String content;
  private final String version;

  Asset(String file, String type) {
    this.file = file;
    this.type = type + ";charset=utf-8";
    this.content = Files.text(file);
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      this.version = HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This JDK lacks SHA-256", e);
    }
  }

  /** The asset in that file. */
  static Optional<Asset> of(String file) {
    return Arrays.stream(values()).filter(asset -> asset.file.equals(file)).findFirst();
  }

  /** Where it is, with its version. */
  String url() {
    return AssetsResource.ROOT + "/" + version + "/" + file;
  }

  /** The digest of its content. */
  String version() {
    return version;
  }

  /** Its media type. */
  String type() {
    return type;
  }

  /** What is in it. */
  String content() {
    return content;
  }
}
