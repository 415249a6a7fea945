package io.waitroom.http.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TextsTest {
  private static final Pattern PLURAL = Pattern.compile("(.*)\\.(zero|one|two|few|many|other)");
  private static final Pattern PLACE = Pattern.compile("\\{[^}]*}");
  private static final Texts ENGLISH = Texts.in(Language.ENGLISH);

  @ParameterizedTest
  @EnumSource
  void all_languages_sayTheSameThings(Language language) {
    assertThat(things(Texts.in(language))).isEqualTo(things(ENGLISH));
  }

  private static Set<String> things(Texts texts) {
    return texts.all().keySet().stream()
        .map(key -> PLURAL.matcher(key).replaceFirst("$1"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @EnumSource
  void all_texts_areThereAndPlain(Language language) {
    assertThat(Texts.in(language).all())
        .allSatisfy((key, text) ->
            assertThat(text)
                .as(key)
                .isNotEmpty()
                .doesNotContain("<", "&", "'", "\"", "\ufffd", "\n")
                .doesNotContainPattern("[\u202a-\u202e\u2066-\u2069]"));
  }

  @ParameterizedTest
  @EnumSource
  void all_texts_haveTheSamePlaces(Language language) {
    Texts texts = Texts.in(language);
    ENGLISH
        .all()
        .forEach((key, english) -> {
          if (!PLURAL.matcher(key).matches()) {
            assertThat(places(texts.get(key))).as(key).isEqualTo(places(english));
          }
        });
  }

  private static Set<String> places(String text) {
    return PLACE.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @EnumSource
  void plurals_everyFormThatCanOccur_isThereAndNoOther(Language language) {
    Set<String> forms =
        LongStream.range(0, 1_000).mapToObj(language::plural).collect(Collectors.toSet());
    for (String unit : new String[] {"live.duration.minutes", "live.duration.hours"}) {
      assertThat(Texts.in(language).all().keySet().stream().filter(key -> key.startsWith(unit)))
          .containsExactlyInAnyOrderElementsOf(
              forms.stream().map(form -> unit + "." + form).toList());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ENGLISH | 1234567 | 1,234,567",
        "GERMAN | 1234567 | 1.234.567",
        "SPANISH | 1234 | 1.234",
        "VIETNAMESE | 1000 | 1.000",
        "FRENCH | 1234567 | 1\u202f234\u202f567",
        "ARABIC | 1234567 | ١٬٢٣٤٬٥٦٧",
        "ENGLISH | 0 | 0",
        "ENGLISH | 999 | 999",
      })
  void number_isWrittenAsReadersWriteIt(Language language, long number, String expected) {
    assertThat(Texts.in(language).number(number)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "0, less than a minute, less than a minute",
    "59, less than a minute, less than a minute",
    "60, about 1 minute, about 1 minute",
    "61, about 2 minutes, about 1 minute",
    "1859, about 35 minutes, about 30 minutes",
    "1919, about 35 minutes, about 30 minutes",
    "600, about 10 minutes, about 10 minutes",
    "601, about 15 minutes, about 10 minutes",
    "6900, about 115 minutes, about 115 minutes",
    "6901, about 2 hours, about 115 minutes",
    "7199, about 2 hours, about 115 minutes",
    "7200, about 2 hours, about 2 hours",
    "7201, about 3 hours, about 2 hours",
    "604800, about 168 hours, about 168 hours",
  })
  void duration_isRatherTooLongToWaitAndRatherTooShortToLast(long seconds, String up, String down) {
    assertThat(ENGLISH.durationUp(seconds)).isEqualTo(up);
    assertThat(ENGLISH.durationDown(seconds)).isEqualTo(down);
  }

  @Test
  void duration_arabic_hasItsOwnForms() {
    Texts texts = Texts.in(Language.ARABIC);
    assertThat(texts.durationUp(120)).isEqualTo("نحو دقيقتين");
    assertThat(texts.durationUp(180)).isEqualTo("نحو ٣ دقائق");
    assertThat(texts.durationUp(900)).isEqualTo("نحو ١٥ دقيقة");
    assertThat(texts.durationDown(6000)).isEqualTo("نحو ١٠٠ دقيقة");
  }

  @Test
  void get_unknown_isRefused() {
    assertThatThrownBy(() -> ENGLISH.get("nope")).hasMessage("ENGLISH has no text nope");
  }

  @ParameterizedTest
  @EnumSource
  void forScript_holdsLiveTextsOnlyAndCannotEndItsElement(Language language) {
    String script = Texts.in(language).forScript().html();
    assertThat(script)
        .contains("\"headline.paused\"", "\"connection.lost\"")
        .doesNotContain("error.", "live.", "<");
  }
}
