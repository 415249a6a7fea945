package io.waitroom.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names in all scripts, and names that only look different to a machine. */
class UserIdTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "alice",
        "Ann Lee",
        "josé",
        "👩‍👩‍👧",
        "👩🏽‍🚀",
        "❤️‍🔥",
        "می‌خواهم",
        "ന്‍റെ",
        "श्री‌मान",
        "田中 太郎",
        "Đặng Thị Hương"
      })
  void f71_namesOfAllScripts_join(String name) {
    assertThat(UserId.joining(name).value()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ali\u200Dce",
        "ali\u200Cce",
        "\u200Dali",
        "می\u200C",
        "a\u200D👧",
        "1\u200D2",
        "a\u2060b",
        "a\u202Eb",
        "a\u00ADb"
      })
  void f71_joinersElsewhere_areNotPrintable(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new UserId(name))
        .withMessage("user_id must hold printable characters only");
  }

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "josé ,user_id must not begin or end with a space",
        " josé,user_id must not begin or end with a space",
        "jos\u00A0é,user_id must hold no other spaces than U+0020",
        "jos\u3000é,user_id must hold no other spaces than U+0020",
        "josé\u3164,user_id must hold no other spaces than U+0020",
        "jose\u0301,user_id must be in Unicode's normalization form C"
      })
  void f107_namesThatLookTheSame_areRefusedAtTheJoin(String name, String reason) {
    assertThatIllegalArgumentException().isThrownBy(() -> UserId.joining(name)).withMessage(reason);
    assertThat(new UserId(name).value()).as("stored before there was the rule").isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(ints = {9, 100})
  void f107_manyMarksOnALetter_areRefused(int marks) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UserId.joining("é" + "\u0302".repeat(marks)))
        .withMessage("user_id must hold at most 8 marks on a letter");
  }
}
