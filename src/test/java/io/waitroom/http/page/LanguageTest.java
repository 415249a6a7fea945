package io.waitroom.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "de | GERMAN",
        "de-AT,de;q=0.9,en;q=0.8 | GERMAN",
        "ar-EG | ARABIC",
        "pt-BR, fr;q=0.5 | FRENCH",
        "en;q=0.2, vi-VN;q=0.9 | VIETNAMESE",
        "ES | SPANISH",
        "zh-CN | ENGLISH",
        "* | ENGLISH",
        "'' | ENGLISH",
        "de;q=2 | ENGLISH",
        "<script>, de | ENGLISH",
        ";;; | ENGLISH",
      })
  void of_header_isTheFirstOfOurs(String header, Language expected) {
    assertThat(Language.of(header)).isEqualTo(expected);
  }

  @Test
  void of_nothingOrFarTooMuch_isEnglish() {
    assertThat(Language.of(null)).isEqualTo(Language.ENGLISH);
    assertThat(Language.of("de," + "a,".repeat(1_000))).isEqualTo(Language.ENGLISH);
  }

  @Test
  void direction_isRightToLeftForArabicOnly() {
    assertThat(Language.values())
        .filteredOn(language -> language.direction().equals("rtl"))
        .containsExactly(Language.ARABIC);
  }
}
