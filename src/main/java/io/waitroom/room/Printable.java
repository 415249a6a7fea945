package io.waitroom.room;

/** The text that names of the shop's own may consist of. */
final class Printable {
  private Printable() {}

  /**
   * Refuses text that is blank, too long or not printable.
   *
   * @param field what to call it in the message
   * @param maxLength in code points
   */
  static void require(String field, String value, int maxLength) {
    if (value.length() <= maxLength && isPlain(value)) {
      return;
    }
    if (value.isBlank() || value.codePointCount(0, value.length()) > maxLength) {
      throw new IllegalArgumentException(
          "%s must be 1 to %d printable characters".formatted(field, maxLength));
    }
    if (!value.codePoints().allMatch(Printable::isPrintable)) {
      throw new IllegalArgumentException(field + " must hold printable characters only");
    }
  }

  /** ASCII without a space: nearly all names, and every join and every event has one. */
  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c > '~') {
        return false;
      }
    }
    return !value.isEmpty();
  }

  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
