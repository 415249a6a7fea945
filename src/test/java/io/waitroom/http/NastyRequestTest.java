package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.Api.Answer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Odd and hostile requests: the answers are dull, and the rooms hear of none of them. */
class NastyRequestTest extends HttpTestBase {
  private static final String JOIN = "/api/v1/waitroom/join";
  private static final String LAST_REQUEST =
      "GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  private static final String PUBLIC_EVENT = "/api/v1/waitroom/events/concert-2024";

  /** A route of every kind. */
  private static final List<String> ROUTES =
      List.of(
          "GET /api/v1/waitroom/.well-known/jwks.json",
          "GET /api/v1/waitroom/events/concert-2024",
          "GET /api/v1/waitroom/status/x",
          "POST /api/v1/waitroom/join",
          "POST /api/v1/waitroom/leave/x",
          "GET /api/v1/waitroom/verify",
          "PUT /api/v1/admin/events/concert-2024",
          "GET /waitroom/concert-2024",
          "POST /waitroom/concert-2024",
          "GET /waitroom/assets/x/page.js",
          "GET /openapi",
          "GET /openapi/ui/page.js",
          "GET /openapi/ui/",
          "GET /health",
          "GET /health/live",
          "GET /nope");

  @Test
  void unknownPathUnderTheApi_isAProblem() {
    assertRefusedUnheard(api.get("/api/v1/waitroom/nope"), 404, "not-found");
    assertRefusedUnheard(api.get("/api"), 404, "not-found");
    assertRefusedUnheard(api.get("/api/v2/waitroom/join"), 404, "not-found");
    assertRefusedUnheard(api.get("/api/v1/waitroom/status/"), 404, "not-found");
    assertRefusedUnheard(api.get("/api/v1/waitroom/status/a/b"), 404, "not-found");
    assertRefusedUnheard(api.get("/api/v1/waitroom/stream/x"), 404, "session-not-found");
  }

  @Test
  void unknownPathElsewhere_isAnEmptyNotFound() {
    for (String path : List.of("/", "/nope", "/apis", "/favicon.ico", "/health/nope")) {
      Answer answer = api.get(path);
      assertThat(answer.status()).as(path).isEqualTo(404);
      assertThat(answer.body()).as(path).doesNotContain("Exception");
    }
  }

  @Test
  void otherMethods_areNotAllowedAndToldWhichAre() {
    Answer answer = api.get(JOIN);
    assertRefusedUnheard(answer, 405, "method-not-allowed");
    assertThat(answer.header("Allow").split(", ?")).containsExactlyInAnyOrder("OPTIONS", "POST");
    for (String method : List.of("PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "BREW")) {
      Answer other = api.send(method, PUBLIC_EVENT, BodyPublishers.noBody());
      assertRefusedUnheard(other, 405, "method-not-allowed");
      assertThat(other.header("Allow")).contains("GET");
    }
    assertThat(api.send("POST", "/health", BodyPublishers.noBody()).status()).isEqualTo(405);
  }

  @Test
  void head_isGetWithoutBody() {
    Answer get = api.get(PUBLIC_EVENT);
    Answer head = api.send("HEAD", PUBLIC_EVENT, BodyPublishers.noBody());

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.header("Content-Type")).isEqualTo(get.header("Content-Type"));
    Answer missing = api.send("HEAD", "/api/v1/waitroom/status/nope", BodyPublishers.noBody());
    assertThat(missing.status()).isEqualTo(404);
    assertThat(missing.body()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        PUBLIC_EVENT,
        "/api/v1/waitroom/.well-known/jwks.json",
        "/api/v1/waitroom/status/nope",
        "/api/v1/admin/events",
        "/waitroom/concert-2024",
        "/waitroom/nope",
        "/waitroom/assets/any/page.css",
        "/health",
        "/nope",
      })
  void f67_head_hasTheLengthOfGet(String path) throws IOException {
    String get = head("GET", path);
    String head = head("HEAD", path);
    assertThat(head).as(get).isEqualTo(get);
  }

  /** Status, type and length of an answer. */
  private String head(String method, String path) throws IOException {
    String answer =
        RawSocket.exchange(
            api.base(), method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    String head = answer.substring(0, answer.indexOf("\r\n\r\n"));
    if (method.equals("HEAD")) {
      assertThat(answer).as("no body").isEqualTo(head + "\r\n\r\n");
    }
    return head.lines()
        .filter(line -> line.matches("(?i)(HTTP/1.1|content-length:|content-type:).*"))
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /health/live, 405, method-not-allowed, 'GET, HEAD'",
    "DELETE, /health/ready, 405, method-not-allowed, 'GET, HEAD'",
    "PUT, /health/started, 405, method-not-allowed, 'GET, HEAD'",
    "POST, /openapi, 405, method-not-allowed, GET",
    "HEAD, /openapi, 405, '', GET",
    "GET, /, 404, not-found, ''",
    "GET, /nope, 404, not-found, ''",
    "POST, /nope, 404, not-found, ''",
    "GET, /health/nope, 404, not-found, ''",
  })
  void f111_whatNobodyAnswers_isAProblem(
      String method, String path, int status, String code, String allow) {
    Answer answer = api.send(method, path, BodyPublishers.noBody());
    assertThat(answer.status()).isEqualTo(status);
    if (!code.isEmpty()) {
      assertProblem(answer, status, code);
    }
    assertThat(answer.headers().firstValue("Allow").orElse("")).isEqualTo(allow);
  }

  @Test
  void f111_documentInATypeThatItHasNot_isNotAcceptable() {
    Answer html = api.send("GET", "/openapi", BodyPublishers.noBody(), "Accept", "text/html");
    assertProblem(html, 406, "not-acceptable");
    assertThat(api.get("/openapi", "Accept", "text/html, */*;q=0.1").status()).isEqualTo(200);
  }

  /** Helidon's parser refuses it before anything of ours is asked (helidon-io/helidon#9604). */
  @Test
  void f66_http10_isRefused() throws IOException {
    String answer = RawSocket.exchange(api.base(), "GET /health/ready HTTP/1.0\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 505 ").contains("Connection: close");
  }

  @Test
  void options_listsMethods() {
    for (String path : List.of(JOIN, PUBLIC_EVENT, "/api/v1/admin/events/concert-2024")) {
      Answer answer = api.send("OPTIONS", path, BodyPublishers.noBody());
      assertThat(answer.status()).as(path).isBetween(200, 204);
      assertThat(answer.header("Allow")).as(path).contains("OPTIONS");
      assertThat(answer.body()).as(path).matches("([A-Z]+(, )?)*");
    }
  }

  @ParameterizedTest
  @MethodSource("accepts")
  void accept_oddities(String accept, int status) {
    Answer answer = api.send("GET", PUBLIC_EVENT, BodyPublishers.noBody(), "Accept", accept);

    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    if (status != 200) {
      assertProblem(answer, status, status == 406 ? "not-acceptable" : "bad-request");
    }
  }

  static Stream<Arguments> accepts() {
    return Stream.of(
        Arguments.of("*/*", 200),
        Arguments.of("application/*;q=0.1", 200),
        Arguments.of("text/html, */*;q=0.1", 200),
        Arguments.of("text/html", 406),
        Arguments.of("nonsense", 406),
        Arguments.of(";;;,", 400));
  }

  @Test
  void contentType_oddities() {
    String body = body("concert-2024", "u");
    Answer none = api.send("POST", JOIN, BodyPublishers.ofString(body));
    assertThat(none.status()).isIn(201, 415);
    Answer bad = api.send("POST", JOIN, BodyPublishers.ofString(body), "Content-Type", "nonsense");
    assertThat(bad.status()).as(bad.body()).isIn(400, 415);
    assertThat(bad.header("Content-Type")).isEqualTo("application/problem+json");
    Answer charset =
        api.send(
            "POST",
            JOIN,
            BodyPublishers.ofString(body("concert-2024", "v")),
            "Content-Type",
            "application/json; charset=utf-8");
    assertThat(charset.status()).isEqualTo(201);
  }

  @Test
  void idempotencyKey_notAscii_isRefusedUnheard() throws IOException {
    String body = body("concert-2024", "user");
    String answer =
        raw(
            "POST " + JOIN + " HTTP/1.1",
            "Idempotency-Key: k\u00e9y-0123456789abcdef",
            "Content-Type: application/json",
            "Content-Length: " + body.length(),
            "",
            body);

    assertThat(answer).startsWith("HTTP/1.1 400").contains("invalid-idempotency-key");
    assertUnheard();
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void malformed_isRefusedWithoutATrace(List<String> lines) throws IOException {
    String answer = raw(lines.toArray(String[]::new));

    assertThat(answer).matches("(?s)(HTTP/1.1 [34]\\d\\d .*)?");
    assertThat(answer).doesNotContain("Exception").doesNotContain("\tat ").doesNotContain("io.");
    assertUnheard();
  }

  static Stream<List<String>> malformed() {
    return Stream.of(
        List.of("nonsense", ""),
        List.of("GET /api/v1/waitroom/status/%zz HTTP/1.1", ""),
        List.of("GET /api/v1/waitroom/status/% HTTP/1.1", ""),
        List.of("GET /api/v1/waitroom/events/\u00e9 HTTP/1.1", ""),
        List.of("GET /api/v1/waitroom/../../../etc/passwd HTTP/1.1", ""),
        List.of("GET //api//v1//waitroom//join HTTP/1.1", ""),
        List.of("GET /api/v1/waitroom/%2e%2e/admin/events HTTP/1.1", ""),
        List.of("GET /openapi/ui/../openapi.yaml HTTP/1.1", ""),
        List.of("GET /openapi/ui/..%2fbeans.xml HTTP/1.1", ""),
        List.of("GET /openapi/ui/%2e%2e/%2e%2e/redis/join.lua HTTP/1.1", ""),
        List.of("GET /openapi/ui/%00 HTTP/1.1", ""),
        List.of("GET /openapi HTTP/1.1", "Accept: ;;;,", ""),
        List.of("GET /health/live HTTP/1.1", "Accept: nonsense", ""),
        List.of("GET health HTTP/1.1", ""),
        List.of("GET * HTTP/1.1", ""),
        List.of("GET http:// HTTP/1.1", ""),
        List.of("CONNECT localhost:1 HTTP/1.1", ""),
        List.of("GET /api/v1/waitroom/status/" + "a".repeat(20_000) + " HTTP/1.1", ""),
        List.of("GET /api/v1/waitroom/status/x HTTP/1.1", "Header without colon", ""),
        List.of("GET /api/v1/waitroom/status/x HTTP/1.1", "X: " + "a".repeat(40_000), ""),
        List.of("POST " + JOIN + " HTTP/1.1", "Content-Length: x", "", "{)"),
        List.of("POST " + JOIN + " HTTP/1.1", "Content-Length: -1", "", "{)"),
        List.of(
            "POST " + JOIN + " HTTP/1.1",
            "Content-Type: application/json",
            "Transfer-Encoding: chunked",
            "",
            "zz",
            "{)"),
        List.of("POST " + JOIN + " HTTP/1.1", "Content-Length: 99999999999", "", "{)"));
  }

  /** F-82: objects are made of no line beyond. */
  @Test
  void f82_headBeyondTheLimits_isA431() throws IOException {
    String line = "GET " + PUBLIC_EVENT + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
    String most = line + "a:\r\n".repeat(98);
    assertThat(RawSocket.exchange(api.base(), most + "\r\n")).startsWith("HTTP/1.1 200 ");
    String longest = line + "a:" + "b".repeat(16 * 1024 - line.length() - 6) + "\r\n\r\n";
    assertThat(RawSocket.exchange(api.base(), longest)).startsWith("HTTP/1.1 200 ");
    for (String tooMuch :
        List.of(
            most + "a:\r\n",
            most + "a:\r\n".repeat(2_000),
            longest.replaceFirst("a:", "a:b"),
            line + "a:" + "b".repeat(40_000),
            line + ("a: " + "b".repeat(1_000) + "\r\n").repeat(17))) {
      assertThat(RawSocket.exchange(api.base(), tooMuch))
          .startsWith("HTTP/1.1 431 Request Header Fields Too Large\r\n")
          .contains("application/problem+json", "\r\nConnection: close\r\n", "headers-too-large")
          .containsOnlyOnce("HTTP/1.1");
    }
    assertUnheard();
  }

  /** F-108: what a proxy's path rules would not know again is refused before routing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/waitroom/..;/openapi",
        "/metrics;x",
        "/api/v1/admin;x/events",
        "/api;x/v1/waitroom/events/concert-2024",
        "/healt%68",
        "/%6detrics",
        "//health",
        "//metrics",
        "/api//v1/waitroom/join",
        "/x/../health",
        "/./health",
        "/health/.",
        "/health/..",
        "/..",
        "/.",
        "//",
        "/health%2flive",
        "/health%2Flive",
        "/health%5clive",
        "/%2e%2e/health",
        "/openapi/ui/%2e%2e/beans.xml",
        "/health#x",
        "/metrics%00",
        "/healt%6",
        "/metrics%3bx",
      })
  void f108_otherSpellingsOfPaths_areRefused(String path) throws IOException {
    for (String method : List.of("GET", "POST", "OPTIONS", "HEAD")) {
      String answers = raw(method + " " + path + " HTTP/1.1", "");
      assertThat(answers).as(method).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1");
    }
    assertUnheard();
  }

  /** F-109: every header that is parsed for us, over routes of every kind. */
  @ParameterizedTest
  @MethodSource("headersThatAreParsed")
  void f109_malformedHeaders_areNoFailureOfOurs(String header) throws IOException {
    // A quarter of the routes for each line: every header meets every route.
    for (int route = Math.floorMod(header.hashCode(), 4); route < ROUTES.size(); route += 4) {
      String target = ROUTES.get(route);
      String answer = raw(target + " HTTP/1.1", header, "Content-Length: 0", "");
      assertThat(answer).as("%s, %s", target, header).matches("(?s)HTTP/1.1 [234].*");
    }
  }

  static Stream<String> headersThatAreParsed() {
    List<String> values =
        List.of(
            "",
            "\"",
            "\"a",
            "W/",
            "W/\"",
            "*",
            "*,*",
            "a",
            "a/",
            "/a",
            "a/b;",
            "a/b;q",
            "a/b;q=",
            "a/b;q=2",
            "a/b;q=-1",
            "a/b;q=1.0001",
            "a/b;q=\"1\"",
            "a/b;c=\"",
            "a/b;c=\"\\",
            "*/*;q=2",
            "*/*",
            "a/*",
            "*/a",
            ",",
            ";",
            "=",
            "a=",
            "a=\"",
            "\u00e9",
            "\t",
            "x, y",
            "-",
            "--",
            "a-",
            "-a",
            "a-b-c-d-e-f-g-h-i",
            "en;q=x",
            "1",
            "-1",
            "99999999999999999999",
            "Thu, 01 Jan 1970 00:00:00 GMT",
            "Thu, 99 Jan 1970 00:00:00 GMT",
            "bytes=",
            "bytes=-",
            "bytes=9-1",
            "bytes=99999999999999999999-",
            "Basic",
            "Bearer",
            "Bearer ",
            "for=",
            "for=\"",
            "[",
            "http://",
            "::",
            "%",
            "%zz");
    return Stream.of(
            "If-None-Match",
            "If-Match",
            "If-Modified-Since",
            "If-Unmodified-Since",
            "If-Range",
            "Range",
            "Content-Type",
            "Content-Language",
            "Content-Encoding",
            "Accept",
            "Accept-Language",
            "Accept-Charset",
            "Accept-Encoding",
            "Cookie",
            "Date",
            "Origin",
            "Referer",
            "Authorization",
            "Forwarded",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Port",
            "X-Forwarded-Proto",
            "X-Forwarded-Prefix",
            "Access-Control-Request-Method",
            "TE",
            "Upgrade",
            "Sec-Fetch-Site")
        .flatMap(name -> values.stream().map(value -> name + ": " + value));
  }

  /** RFC 9110, 13.1.3: a date that is none is as good as absent (F-109). */
  @Test
  void f109_datesThatAreNone_areIgnored() {
    for (String name : List.of("If-Modified-Since", "If-Unmodified-Since")) {
      Answer answer =
          api.send("GET", "/openapi/ui/page.js", BodyPublishers.noBody(), name, "yesterday");
      assertThat(answer.status()).as(name).isEqualTo(200);
    }
  }

  /** RFC 9112, 2.2 (F-110). */
  @Test
  void f110_emptyLineBeforeARequest_isReadPast() throws IOException {
    String request = "\r\nGET /health/live HTTP/1.1\r\nHost: x\r\n";
    String answers =
        RawSocket.exchange(api.base(), request + "\r\n" + request + "Connection: close\r\n\r\n");
    assertThat(answers.split("HTTP/1.1 200 ", -1)).hasSize(3);
  }

  /** F-110. */
  @Test
  void f110_closeAmongOtherOptions_isObeyed() throws IOException {
    String answer =
        RawSocket.exchange(
            api.base(), "GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: x, Close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 200 ").contains("\r\nConnection: close\r\n");
  }

  @Test
  void optionsOfTheServer_isAnEmptyAnswer() throws IOException {
    assertThat(raw("OPTIONS * HTTP/1.1", "")).startsWith("HTTP/1.1 204 ").endsWith("\r\n\r\n");
  }

  @Test
  void hugeDeclaredBody_isRefusedBeforeItComes() throws IOException {
    String answer =
        raw(
            "POST " + JOIN + " HTTP/1.1",
            "Content-Type: application/json",
            "Content-Length: 60000",
            "Expect: 100-continue",
            "");

    assertThat(answer).contains(" 413 ");
    assertUnheard();
  }

  @Test
  void tooLargeForTheServer_isRefusedAndClosed() throws IOException {
    String declared = raw("POST " + JOIN + " HTTP/1.1", "Content-Length: 100000", "", "{}");
    assertThat(declared).startsWith("HTTP/1.1 413 ");
    String chunked =
        chunked("POST " + JOIN + " HTTP/1.1\r\nHost: localhost\r\n", "x".repeat(70_000));
    assertThat(chunked).startsWith("HTTP/1.1 413 ").containsOnlyOnce("HTTP/1.1");
    assertUnheard();
  }

  @Test
  void tooLargeForTheApi_leavesTheConnectionUsable() throws IOException {
    String declared =
        RawSocket.exchange(
            api.base(),
            "POST "
                + JOIN
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 20000\r\n\r\n"
                + "x".repeat(20_000)
                + LAST_REQUEST);
    assertThat(declared).startsWith("HTTP/1.1 413 ").contains("HTTP/1.1 200 ");
    String chunked =
        chunked("POST " + JOIN + " HTTP/1.1\r\nHost: localhost\r\n", "x".repeat(20_000));
    assertThat(chunked).startsWith("HTTP/1.1 413 ").contains("HTTP/1.1 200 ");
    assertUnheard();
  }

  @Test
  void badChunk_closesTheConnection() throws IOException {
    String answer =
        RawSocket.exchange(
            api.base(),
            "POST "
                + JOIN
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\nzz\r\n"
                + LAST_REQUEST);

    assertThat(answer)
        .startsWith("HTTP/1.1 400 ")
        .contains("unreadable-body")
        .containsOnlyOnce("HTTP/1.1");
    assertUnheard();
  }

  @Test
  void ambiguousLength_isRefusedAndClosed() throws IOException {
    String smuggled = "0\r\n\r\n" + LAST_REQUEST;
    for (String second : List.of("Transfer-Encoding: chunked", "Content-Length: 5")) {
      String answer =
          RawSocket.exchange(
              api.base(),
              "POST "
                  + JOIN
                  + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\n"
                  + second
                  + "\r\n\r\n"
                  + smuggled);
      assertThat(answer)
          .startsWith("HTTP/1.1 400 ")
          .contains("application/problem+json", "bad-request")
          .containsOnlyOnce("HTTP/1.1");
    }
    assertUnheard();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: Chunked",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
        "Transfer-Encoding: identity",
        "Transfer-Encoding:",
      })
  void codingThatIsNotPlainlyChunked_isRefusedAndClosed(String coding) throws IOException {
    String answer =
        RawSocket.exchange(
            api.base(),
            "POST /api/v1/waitroom/leave/x HTTP/1.1\r\nHost: localhost\r\n"
                + coding
                + "\r\n\r\n0\r\n\r\n"
                + LAST_REQUEST);
    assertThat(answer).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1");
    assertUnheard();
  }

  @Test
  void lengthThatIsNoPlainNumber_isRefusedAndClosed() throws IOException {
    String answer =
        RawSocket.exchange(
            api.base(),
            "POST "
                + JOIN
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: +2\r\n\r\n{}"
                + LAST_REQUEST);

    assertThat(answer).startsWith("HTTP/1.1 400 ").containsOnlyOnce("HTTP/1.1");
    assertUnheard();
  }

  private String chunked(String start, String body) throws IOException {
    return RawSocket.exchange(
        api.base(),
        start
            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            + Integer.toHexString(body.length())
            + "\r\n"
            + body
            + "\r\n0\r\n\r\n"
            + LAST_REQUEST);
  }

  private String raw(String... lines) throws IOException {
    String first = lines[0] + "\r\nHost: localhost\r\nConnection: close\r\n";
    String rest = String.join("\r\n", Arrays.copyOfRange(lines, 1, lines.length));
    return RawSocket.exchange(api.base(), first + rest + "\r\n");
  }
}
