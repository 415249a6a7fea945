package io.waitroom.kafka.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.kafka.inbound.CheckoutReport.Unusable;
import io.waitroom.kafka.inbound.CheckoutReport.Usable;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for a checkout's outcome, and what is not. */
class CheckoutReportTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"2024-03-01T12:00:00Z\"",
        "\"2024-03-01T12:00:00.000Z\"",
        "\"2024-03-01T12:00:00.000000000Z\"",
        "\"2024-03-01T12:00Z\"",
        "\"2024-03-01t12:00:00z\"",
        "\" 2024-03-01T13:30:00+01:30 \"",
        "\"2024-03-01T04:00:00-08:00\"",
        "1709294400",
        "1709294400.0",
        "1709294400000",
        "1.7092944e12",
        "\"1709294400\"",
        "\"1709294400000\""
      })
  void read_timestampInAnyFormat_isUsable(String json) {
    assertThat(usable(json).sessionId()).isEqualTo("s");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "\"\"",
        "\"yesterday\"",
        "\"2024-03-01T12:00:00\"",
        "\"2024-13-01T12:00:00Z\"",
        "true",
        "{}",
        "[1]",
        "1e999",
        "-1e30",
        "\"NaN\"",
        "\"Infinity\""
      })
  void read_unreadableTimestamp_losesNothing(String json) {
    assertThat(usable(json).sessionId()).isEqualTo("s");
  }

  @Test
  void read_unknownFieldsAndNoTimestamp_isUsable() {
    assertThat(
            read(
                """
                \uFEFF {"session_id":"e.1.x","user_id":"u","event_id":"e","type":7,
                 "order":{"items":[1,2,{"a":null}]},"user_id":"v"}\
                """))
        .isInstanceOfSatisfying(
            Usable.class,
            report -> {
              assertThat(report.sessionId()).isEqualTo("e.1.x");
              assertThat(report.userId().value()).isEqualTo("v");
              assertThat(report.eventId().value()).isEqualTo("e");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          not-json      | hello
          not-json      | {"session_id":
          not-json      | {"session_id":"a"} x
          not-json      | {'session_id':'a'}
          not-json      | ` `
          not-json      | {"session_id":"s","user_id":"u","event_id":"e"}{}
          not-an-object | ["a"]
          not-an-object | 7
          not-an-object | "a"
          not-an-object | null
          not-json      | {"session_id":"s","user_id":"u","event_id":"e",}
          missing-field | {}
          missing-field | {"user_id":"u","event_id":"e"}
          missing-field | {"session_id":"s","event_id":"e"}
          missing-field | {"session_id":"s","user_id":"u"}
          missing-field | {"session_id":null,"user_id":"u","event_id":"e"}
          missing-field | {"session_id":"s","user_id":"  ","event_id":"e"}
          wrong-type    | {"session_id":7,"user_id":"u","event_id":"e"}
          wrong-type    | {"session_id":"s","user_id":{},"event_id":"e"}
          wrong-type    | {"session_id":"s","user_id":"u","event_id":["e"]}
          wrong-type    | {"session_id":"s","user_id":true,"event_id":"e"}
          invalid-field | {"session_id":"s","user_id":"u","event_id":"-e"}
          invalid-field | {"session_id":"s","user_id":"u","event_id":"{e}"}
          invalid-field | {"session_id":"s","user_id":"a\\u0000b","event_id":"e"}
          """)
  void read_unusable(String reason, String json) {
    assertThat(reason(json)).isEqualTo(reason);
  }

  @Test
  void f05_jsonBehindTheNumberOfASchema_isUsable() {
    assertThat(read("\0\0\0\0\7{\"session_id\":\"s\",\"user_id\":\"u\",\"event_id\":\"e\"}"))
        .isInstanceOf(Usable.class);
    assertThat(reason("\0\0\0\0\7")).isEqualTo("not-json");
    assertThat(reason("\0{\"session_id\":\"s\"}")).isEqualTo("not-json");
  }

  @Test
  void f97_structuredCloudEvent_isUsable() {
    String report = "{\"session_id\":\"s\",\"user_id\":\"u\",\"event_id\":\"e\"}";
    String event =
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/shop\",\"type\":\"t\",\"data\":%s}";
    assertThat(read(event.formatted(report))).isEqualTo(read(report));
    assertThat(reason(event.formatted("\"text\""))).isEqualTo("missing-field");
  }

  @Test
  void read_nothing_isEmpty() {
    assertThat(CheckoutReport.read(null)).isEqualTo(new CheckoutReport.Tombstone());
    assertThat(CheckoutReport.read(new byte[0]))
        .isEqualTo(new Unusable("empty", "the message has no value"));
  }

  @Test
  void read_overLong_isRefused() {
    assertThat(reason("{\"a\":\"" + "x".repeat(70_000) + "\"}")).isEqualTo("too-long");
    assertThat(reason(withFields("s".repeat(200), "u", "e"))).isEqualTo("invalid-field");
    assertThat(reason(withFields("s", "u".repeat(129), "e"))).isEqualTo("invalid-field");
    assertThat(reason(withFields("s", "u", "e".repeat(65)))).isEqualTo("invalid-field");
  }

  @ParameterizedTest
  @ValueSource(ints = {33, 1_000, 20_000})
  void read_deeplyNested_isRefused(int depth) {
    String deep = "[".repeat(depth) + "]".repeat(depth);
    assertThat(reason("{\"a\":" + deep + "}")).isEqualTo("not-json");
    assertThat(reason("{\"a\":".repeat(depth / 3))).isEqualTo("not-json");
  }

  @Test
  void read_notUtf8_isRefused() {
    byte[] bytes = withFields("s", "u\u00e9", "e").getBytes(StandardCharsets.ISO_8859_1);
    assertThat(CheckoutReport.read(bytes))
        .isEqualTo(new Unusable("not-json", "the message is not UTF-8"));
  }

  @Test
  void read_unusable_quotesNothing() {
    assertThat(read(withFields("s", "secret\u0000user", "e")).toString()).doesNotContain("secret");
    assertThat(read("{\"session_id\":\"secret\",").toString()).doesNotContain("secret");
  }

  private static Usable usable(String timestamp) {
    CheckoutReport report =
        read(
            "{\"session_id\":\"s\",\"user_id\":\"u\",\"event_id\":\"e\",\"timestamp\":"
                + timestamp
                + "}");
    assertThat(report).isInstanceOf(Usable.class);
    return (Usable) report;
  }

  private static String withFields(String sessionId, String userId, String eventId) {
    return "{\"session_id\":\"%s\",\"user_id\":\"%s\",\"event_id\":\"%s\"}"
        .formatted(sessionId, userId, eventId);
  }

  private static String reason(String json) {
    return switch (read(json)) {
      case Unusable(String reason, String _) -> reason;
      case Usable usable -> usable.toString();
      case CheckoutReport.Tombstone _ -> "tombstone";
    };
  }

  private static CheckoutReport read(String json) {
    return CheckoutReport.read(json.getBytes(StandardCharsets.UTF_8));
  }
}
