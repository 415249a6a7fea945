package io.waitroom.kafka.outbound;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A JSON text on its way to bytes. Grows; confined to one thread. */
final class JsonBytes {
  private static final int FIRST_BYTES = 384;

  private byte[] bytes = new byte[FIRST_BYTES];
  private int length;

  JsonBytes add(byte[] more) {
    if (length + more.length > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * (length + more.length));
    }
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
    return this;
  }

  /** What stands between the quotes of a string: printable text, of which JSON escapes two. */
  JsonBytes addEscaped(String printable) {
    String escaped = printable;
    if (printable.indexOf('"') >= 0 || printable.indexOf('\\') >= 0) {
      escaped = printable.replace("\\", "\\\\").replace("\"", "\\\"");
    }
    return add(escaped.getBytes(StandardCharsets.UTF_8));
  }

  byte[] bytes() {
    return Arrays.copyOf(bytes, length);
  }
}
