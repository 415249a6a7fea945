package io.waitroom.room;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.Set;
import java.util.regex.Pattern;

/** The text that names of the shop's own may consist of. */
final class Printable {
  private static final int NON_JOINER = 0x200C;
  private static final int JOINER = 0x200D;
  private static final int EMOJI_STYLE = 0xFE0F;

  /** Scripts whose spelling needs joiners within a word. */
  private static final Set<UnicodeScript> JOINED =
      Set.of(
          UnicodeScript.ARABIC,
          UnicodeScript.BENGALI,
          UnicodeScript.DEVANAGARI,
          UnicodeScript.GUJARATI,
          UnicodeScript.GURMUKHI,
          UnicodeScript.KANNADA,
          UnicodeScript.KHMER,
          UnicodeScript.MALAYALAM,
          UnicodeScript.MONGOLIAN,
          UnicodeScript.ORIYA,
          UnicodeScript.SINHALA,
          UnicodeScript.SYRIAC,
          UnicodeScript.TAMIL,
          UnicodeScript.TELUGU);

  /** Spaces that look like the usual one, and letters that are blank. */
  private static final Pattern BLANK =
      Pattern.compile("[\\p{Zs}&&[^ ]]|[\\u115F\\u1160\\u3164\\uFFA0]");

  /** No script stacks more marks on a letter. */
  private static final Pattern MANY_MARKS = Pattern.compile("\\p{M}{9}");

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
    if (!isPrintable(value.codePoints().toArray())) {
      throw new IllegalArgumentException(field + " must hold printable characters only");
    }
  }

  /**
   * Refuses text that differs from another only by what nobody sees, as RFC 8265 does for user
   * names.
   *
   * @param field what to call it in the message
   */
  static void requireDistinct(String field, String value) {
    if (isPlain(value)) {
      return;
    }
    if (value.startsWith(" ") || value.endsWith(" ")) {
      throw new IllegalArgumentException(field + " must not begin or end with a space");
    }
    if (BLANK.matcher(value).find()) {
      throw new IllegalArgumentException(field + " must hold no other spaces than U+0020");
    }
    if (MANY_MARKS.matcher(value).find()) {
      throw new IllegalArgumentException(field + " must hold at most 8 marks on a letter");
    }
    if (!Normalizer.isNormalized(value, Normalizer.Form.NFC)) {
      throw new IllegalArgumentException(field + " must be in Unicode's normalization form C");
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

  private static boolean isPrintable(int[] codePoints) {
    for (int i = 0; i < codePoints.length; i++) {
      if (!isPrintable(codePoints[i]) && !isJoinerInWord(codePoints, i)) {
        return false;
      }
    }
    return true;
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

  private static boolean isJoinerInWord(int[] codePoints, int at) {
    if (at == 0 || at == codePoints.length - 1) {
      return false;
    }
    int before = codePoints[at - 1];
    int after = codePoints[at + 1];
    return switch (codePoints[at]) {
      case JOINER -> isJoinedEmoji(before, after) || isJoinedScript(before, after);
      case NON_JOINER -> isJoinedScript(before, after);
      default -> false;
    };
  }

  /** Before a joiner stands an emoji, its skin tone, or the mark that it is no text. */
  private static boolean isJoinedEmoji(int before, int after) {
    return (Character.isEmoji(before) || before == EMOJI_STYLE)
        && Character.isEmoji(after)
        && !Character.isEmojiComponent(after);
  }

  private static boolean isJoinedScript(int before, int after) {
    UnicodeScript script = UnicodeScript.of(after);
    return JOINED.contains(script) && UnicodeScript.of(before) == script;
  }
}
