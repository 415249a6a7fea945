package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that are requests themselves: none is answered as one (F-01, F-02). */
class SmugglingTest extends HttpTestBase {
  private static final String JOIN = "/api/v1/waitroom/join";
  private static final String JSON = "Content-Type: application/json\r\n";
  private static final String SMUGGLED = "GET /health/live HTTP/1.1\r\nHost: smuggled\r\n\r\n";

  /** Requests that are answered without a look at their bodies, and some that are not. */
  static Stream<String> heads() {
    return Stream.of(
        "POST /nothing",
        "POST /api/nothing",
        "POST /api/v1/waitroom/nothing",
        "POST /api/v1/waitroom/join",
        "POST /api/v1/waitroom/join?x=1",
        "PUT /api/v1/waitroom/join",
        "POST /api/v1/waitroom/leave/x",
        "GET /api/v1/waitroom/status/x",
        "POST /api/v1/waitroom/status/x",
        "GET /api/v1/waitroom/stream/x",
        "GET /api/v1/waitroom/events/concert-2024",
        "POST /api/v1/waitroom/events/concert-2024",
        "GET /api/v1/waitroom/.well-known/jwks.json",
        "POST /api/v1/waitroom/verify",
        "GET /api/v1/waitroom/verify",
        "PUT /api/v1/admin/events/concert-2024",
        "DELETE /api/v1/admin/events/concert-2024",
        "POST /api/v1/admin/events/concert-2024/pause",
        "OPTIONS /api/v1/waitroom/join",
        "OPTIONS *",
        "POST /waitroom/concert-2024",
        "POST /waitroom/concert-2024/join",
        "POST /waitroom/concert-2024/leave",
        "GET /waitroom/concert-2024",
        "HEAD /waitroom/concert-2024",
        "GET /health",
        "POST /health",
        "GET /health/ready",
        "POST /health/ready",
        "GET /metrics",
        "POST /metrics",
        "GET /openapi",
        "POST /openapi");
  }

  @ParameterizedTest
  @MethodSource("heads")
  void f01_bodyBehindExpect_isNeverARequest(String head) throws IOException {
    for (String type : List.of("", JSON, "Content-Type: application/x-www-form-urlencoded\r\n")) {
      assertOneAnswer(head + " HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n" + type, SMUGGLED);
      assertOneAnswer(head + " HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\n" + type, SMUGGLED);
    }
  }

  /** Without Expect the body is read past, and the connection goes on behind it. */
  @ParameterizedTest
  @MethodSource("heads")
  void f01_bodyWithoutExpect_isReadPast(String head) throws IOException {
    String last = "GET /nope HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    for (String body : List.of(withLength(SMUGGLED), chunked(SMUGGLED))) {
      String answers =
          RawSocket.exchange(api.base(), head + " HTTP/1.1\r\nHost: x\r\n" + body + last);
      assertThat(count(answers)).as(answers).isEqualTo(2);
    }
  }

  @Test
  void f01_bodyBehindExpectThatComesLaterOrNever_isNeverARequest() throws IOException {
    String head = "POST /nothing HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: ";
    for (List<String> parts :
        List.of(
            List.of(head + SMUGGLED.length() + "\r\n\r\n", SMUGGLED),
            List.of(head + SMUGGLED.length() + "\r\n\r\n"),
            List.of(head + "99999\r\n\r\n"))) {
      String answers = RawSocket.exchange(api.base(), parts);
      assertThat(count(answers)).as(answers).isEqualTo(1);
      assertThat(answers).startsWith("HTTP/1.1 4").containsIgnoringCase("Connection: close");
    }
  }

  /** The answer says that it is the last one, so that a proxy does not use the connection again. */
  private void assertOneAnswer(String head, String body) throws IOException {
    for (String request : List.of(head + withLength(body), head + chunked(body))) {
      String answers = RawSocket.exchange(api.base(), request);
      String finals = answers.replace("HTTP/1.1 100 Continue\r\n\r\n", "");
      assertThat(count(finals)).as(request + answers).isEqualTo(1);
      assertThat(finals).as(request).containsIgnoringCase("\r\nConnection: close\r\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+5\r\nhello\r\n",
        "-5\r\nhello\r\n",
        "0x5\r\nhello\r\n",
        " 5\r\nhello\r\n",
        "5 \r\nhello\r\n",
        "5h\r\nhello\r\n",
        "\r\nhello\r\n",
        "000000005\r\nhello\r\n",
        "5;\u0001\r\nhello\r\n",
        "5;x=\"\n\"\r\nhello\r\n",
        "5\nhello\r\n",
        "5\r\nhelloxx",
        "5\r\nhello\n",
        "4\r\nhello\r\n",
        "6\r\nhello\r\n",
        "5\r\nhello\r\n0\r\nno trailer\r\n",
        "5\r\nhello\r\n0\r\n folded: trailer\r\n"
      })
  void f02_chunkBeyondTheStandard_isRefusedAndClosed(String chunks) throws IOException {
    String rest = "5\r\nhello\r\n0\r\n\r\n" + SMUGGLED;
    for (String path : List.of(JOIN, "/api/v1/waitroom/leave/x", "/nothing")) {
      String answers =
          RawSocket.exchange(
              api.base(),
              "POST "
                  + path
                  + " HTTP/1.1\r\nHost: x\r\n"
                  + JSON
                  + "Transfer-Encoding: chunked\r\n"
                  + "\r\n"
                  + chunks
                  + rest);
      assertThat(count(answers)).as(answers).isEqualTo(1);
      if (path.equals(JOIN)) {
        assertThat(answers)
            .startsWith("HTTP/1.1 400 ")
            .contains("unreadable-body")
            .containsIgnoringCase("Connection: close");
      }
    }
    assertUnheard();
  }

  /** RFC 9112: extensions and trailers have to be ignored (F-110). */
  @Test
  void f110_chunkExtensionsAndTrailers_areReadPast() throws IOException {
    String body = body("concert-2024", "user");
    String answers =
        RawSocket.exchange(
            api.base(),
            "POST "
                + JOIN
                + " HTTP/1.1\r\nHost: x\r\n"
                + JSON
                + "Transfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(body.length())
                + " ;a=b;c=\"d\"\r\n"
                + body
                + "\r\n00;last\r\nX-Trailer: 1\r\nX-Other:\r\n\r\n"
                + "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assertThat(answers).startsWith("HTTP/1.1 201 ").contains("HTTP/1.1 200 ", "\"UP\"");
  }

  private static int count(String answers) {
    return answers.split("HTTP/1\\.1 \\d\\d\\d ", -1).length - 1;
  }

  private static String withLength(String body) {
    return "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  private static String chunked(String body) {
    return "Transfer-Encoding: chunked\r\n\r\n"
        + Integer.toHexString(body.length())
        + "\r\n"
        + body
        + "\r\n0\r\n\r\n";
  }
}
