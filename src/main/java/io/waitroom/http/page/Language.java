package io.waitroom.http.page;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A language that the page speaks; its texts are in {@code page/texts/<tag>.properties}. */
enum Language {
  /** The one that speaks to everybody else. */
  ENGLISH("en"),
  GERMAN("de"),
  FRENCH("fr"),
  SPANISH("es"),
  VIETNAMESE("vi"),
  /** Written from right to left, with digits of its own. */
  ARABIC("ar");

  private static final int MAX_HEADER_LENGTH = 500;
  private static final List<Locale> LOCALES =
      Stream.of(values()).map(Language::tag).map(Locale::forLanguageTag).toList();

  private final String tag;

  Language(String tag) {
    this.tag = tag;
  }

  /**
   * The best for a reader, by their {@code Accept-Language}; English when it names none of ours.
   */
  static Language of(@Nullable String acceptLanguage) {
    if (acceptLanguage == null || acceptLanguage.length() > MAX_HEADER_LENGTH) {
      return ENGLISH;
    }
    try {
      Locale best = Locale.lookup(Locale.LanguageRange.parse(acceptLanguage), LOCALES);
      return Arrays.stream(values())
          .filter(language -> best != null && language.tag.equals(best.toLanguageTag()))
          .findFirst()
          .orElse(ENGLISH);
    } catch (IllegalArgumentException e) {
      return ENGLISH;
    }
  }

  /** As in {@code lang="…"}. */
  String tag() {
    return tag;
  }

  /** As in {@code dir="…"}. */
  String direction() {
    return this == ARABIC ? "rtl" : "ltr";
  }

  /** The plural category of a number, as Unicode's CLDR names it, for numbers below a million. */
  String plural(long number) {
    return switch (this) {
      case ENGLISH, GERMAN, SPANISH -> number == 1 ? "one" : "other";
      case FRENCH -> number <= 1 ? "one" : "other";
      case VIETNAMESE -> "other";
      case ARABIC -> arabicPlural(number);
    };
  }

  private static String arabicPlural(long number) {
    if (number <= 2) {
      return number == 0 ? "zero" : number == 1 ? "one" : "two";
    }
    long hundredth = number % 100;
    if (hundredth >= 3) {
      return hundredth <= 10 ? "few" : "many";
    }
    return "other";
  }
}
