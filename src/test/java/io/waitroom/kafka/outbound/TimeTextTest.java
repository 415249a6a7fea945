package io.waitroom.kafka.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The same text as a formatter writes, whatever came before. */
class TimeTextTest {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  @Test
  void format_anyInstants_areAsAFormatterWritesThem() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    TimeText text = new TimeText();
    for (int i = 0; i < 10_000; i++) {
      Instant instant = Instant.ofEpochMilli(1_700_000_000_000L + random.nextInt(5_000));
      assertThat(new String(text.format(instant), StandardCharsets.US_ASCII))
          .as("seed %d", seed)
          .isEqualTo(FORMAT.format(instant));
    }
  }

  @Test
  void format_extremes() {
    TimeText text = new TimeText();
    for (Instant instant :
        new Instant[] {
          Instant.EPOCH,
          Instant.parse("9999-12-31T23:59:59.999Z"),
          Instant.parse("1969-12-31T23:59:59.999Z"),
          Instant.parse("2024-02-29T00:00:00.009Z")
        }) {
      assertThat(new String(text.format(instant), StandardCharsets.US_ASCII))
          .isEqualTo(FORMAT.format(instant));
    }
  }
}
