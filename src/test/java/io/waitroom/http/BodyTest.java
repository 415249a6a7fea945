package io.waitroom.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.waitroom.http.wire.JsonReader;
import io.waitroom.testkit.Api.Answer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad bodies of a join, over the wire: each a precise problem that nobody behind hears of. */
class BodyTest extends HttpTestBase {
  private static final String JOIN = "/api/v1/waitroom/join";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "null",
        "[]",
        "[{}]",
        "\"text\"",
        "42",
        "true",
        "{'event_id':'e'}",
        "{\"event_id\":\"concert-2024\",\"user_id\":\"u\"",
        "{\"event_id\":\"concert-2024\",\"user_id\":\"u\",}",
        "{\"event_id\":\"concert-2024\",\"user_id\":\"u\"} x",
        "{\"event_id\":\"concert-2024\",\"user_id\":\"u\"}{}",
        "{\"event_id\":\"concert-2024\",\"user_id\":\"u\",\"user_id\":\"v\"}",
        "{\"event_id\":\"concert-2024\",\"user_id\":\"\\ud8\"}",
        "{\"event_id\":\"concert-2024\",\"user_id\":NaN}",
        "{\"event_id\":\"concert-2024\",\"user_id\":01}",
      })
  void join_notAJsonObject_isInvalidJson(String body) {
    assertRefusedUnheard(api.post(JOIN, body), 400, "invalid-json");
  }

  /** As over Kafka. The contract's own checker, which hears every request, refuses it. */
  @Test
  void f70_byteOrderMark_isIgnored() {
    assertThatCode(() -> JsonReader.parse("\ufeff{}".getBytes(StandardCharsets.UTF_8)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'user_id':'u'} | event_id | event_id is missing",
        "{'event_id':'e'} | user_id | user_id is missing",
        "{} | event_id | event_id is missing",
        "{'event_id':5,'user_id':'u'} | event_id | event_id must be a string, not a number",
        "{'event_id':'e','user_id':null} | user_id | user_id is missing",
        "{'event_id':'e','user_id':[1]} | user_id | user_id must be a string, not an array",
        "{'event_id':'e','user_id':{}} | user_id | user_id must be a string, not an object",
        "{'event_id':'e','user_id':true} | user_id | user_id must be a string, not a boolean",
        "{'event_id':'','user_id':'u'} | event_id | event_id must match [A-Za-z0-9][A-Za-z0-9_-]{0,63}",
        "{'event_id':'a:b','user_id':'u'} | event_id | event_id must match [A-Za-z0-9][A-Za-z0-9_-]{0,63}",
        "{'event_id':'e','user_id':''} | user_id | user_id must be 1 to 128 printable characters",
        "{'event_id':'e','user_id':'  '} | user_id | user_id must be 1 to 128 printable characters",
        "{'event_id':'e','user_id':'a\\n'} | user_id | user_id must hold printable characters only",
        "{'event_id':'e','user_id':'a\\u0000'} | user_id | user_id must hold printable characters only",
        "{'event_id':'e','user_id':'a\\ud83d'} | user_id | user_id holds half of a surrogate pair",
      })
  void join_badField_isNamed(String body, String field, String detail) {
    Answer answer = api.post(JOIN, body.replace('\'', '"'));

    assertRefusedUnheard(answer, 400, "invalid-field");
    assertThat(answer.text("field")).isEqualTo(field);
    assertThat(answer.text("detail")).isEqualTo(detail);
  }

  @Test
  void join_overlongFields_areNamed() {
    assertThat(api.post(JOIN, body("concert-2024", "u".repeat(128))).status()).isEqualTo(201);
    Answer user = api.post(JOIN, body("concert-2024", "u".repeat(129)));
    assertProblem(user, 400, "invalid-field");
    assertThat(user.text("field")).isEqualTo("user_id");
    Answer event = api.post(JOIN, body("e".repeat(65), "u"));
    assertProblem(event, 400, "invalid-field");
    assertThat(event.text("field")).isEqualTo("event_id");
  }

  @Test
  void join_deepNesting_isInvalidJson() {
    String deep = "[".repeat(8_000) + "]".repeat(8_000);
    assertRefusedUnheard(api.post(JOIN, "{\"a\":" + deep + "}"), 400, "invalid-json");
    assertRefusedUnheard(api.post(JOIN, deep), 400, "invalid-json");
    assertRefusedUnheard(api.post(JOIN, "{\"a\":".repeat(3_000)), 400, "invalid-json");
  }

  @Test
  void join_hugeNumbers_areHarmless() {
    String body =
        "{\"a\":1e999999999,\"b\":%s,\"event_id\":\"concert-2024\",\"user_id\":\"u\"}"
            .formatted("9".repeat(10_000));

    assertThat(api.post(JOIN, body).status()).isEqualTo(201);
  }

  @Test
  void join_notUtf8_isInvalidJson() {
    String body = body("concert-2024", "\u00e9");
    assertRefusedUnheard(api.bytes("POST", JOIN, body.getBytes(ISO_8859_1)), 400, "invalid-json");
    assertRefusedUnheard(api.bytes("POST", JOIN, body.getBytes(UTF_16)), 400, "invalid-json");
  }

  @Test
  void join_bodySize_isLimitedExactly() {
    assertThat(api.post(JOIN, padded(16_384)).status()).isEqualTo(201);
    Answer answer = api.post(JOIN, padded(16_385));

    assertProblem(answer, 413, "body-too-large");
    assertThat(answer.text("detail")).isEqualTo("A body may have 16384 bytes");
    assertThat(world.waitingRoom.snapshot(EVENT).orElseThrow().lastTicket()).isEqualTo(1);
  }

  @Test
  void join_chunkedBodySize_isLimitedExactly() {
    assertThat(chunked(padded(16_384)).status()).isEqualTo(201);
    assertProblem(chunked(padded(16_385)), 413, "body-too-large");
    assertProblem(chunked(padded(60_000)), 413, "body-too-large");
  }

  @Test
  void join_otherContentType_isUnsupported() {
    assertRefusedUnheard(
        api.send(
            "POST",
            JOIN,
            BodyPublishers.ofString(body("concert-2024", "u")),
            "Content-Type",
            "text/plain"),
        415,
        "unsupported-media-type");
  }

  private Answer chunked(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return api.send(
        "POST",
        JOIN,
        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)),
        "Content-Type",
        "application/json");
  }

  private static String padded(int length) {
    String body = body("concert-2024", "user" + length);
    return body + " ".repeat(length - body.length());
  }
}
