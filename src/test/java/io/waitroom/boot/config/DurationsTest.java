package io.waitroom.boot.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations as operators write them. */
class DurationsTest {
  @ParameterizedTest
  @CsvSource({
    "500ms,PT0.5S",
    "0ms,PT0S",
    "10s,PT10S",
    "15m,PT15M",
    "2h,PT2H",
    "1d,PT24H",
    "2H,PT2H",
    "PT1H30M,PT90M",
    "P1D,PT24H",
    "0100ms,PT0.1S",
  })
  void parse_anyForm_isTheDuration(String text, Duration expected) {
    assertThat(Durations.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "s", "1.5s", "-1s", "1 s", "1w", "1h30m", "9999999999999d", "٣s"})
  void parse_anythingElse_isRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "500ms", "1500ms", "10s", "90s", "15m", "90m", "2h", "36h", "7d"})
  void format_wholeMilliseconds_isReadBack(String text) {
    assertThat(Durations.format(Durations.parse(text))).isEqualTo(text);
  }
}
