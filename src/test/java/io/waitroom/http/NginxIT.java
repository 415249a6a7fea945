package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.Api;
import io.waitroom.testkit.Eventually;
import io.waitroom.testkit.NeedsTool;
import io.waitroom.testkit.NginxServer;
import io.waitroom.testkit.RunningService;
import io.waitroom.testkit.Tool;
import jakarta.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The shipped nginx configuration in front of a shop without code, with a real nginx. */
@NeedsTool(Tool.NGINX)
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NginxIT {
  private static final Path CONFIGURATION = Path.of("src/docs/nginx/waitroom.conf");
  private static final String EVENT = "concert-2024";
  private static final String OTHER_EVENT = "opera-2024";
  private static final String IN_ADDRESS = "waitroom_token=";
  private static final String COOKIE = "waitroom_token_" + EVENT + "=";
  private static final String OTHER_COOKIE = "waitroom_token_" + OTHER_EVENT + "=";
  private static final String[] NAVIGATION = {"Accept", "text/html,*/*"};

  /** What a shop with two events and a page of thanks changes in the shipped file. */
  private static final Map<String, String> EXAMPLES =
      Map.of("# \"~*^/opera", "\"~*^/opera", "# \"~*^/thank-you", "\"~*^/thank-you");

  private final RunningService service = RunningService.start();
  private final PlainShop shop = new PlainShop();
  private final NginxServer nginx = nginx(service, EXAMPLES);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private int people;

  @AfterAll
  void stop() {
    client.close();
    nginx.close();
    shop.close();
    service.close();
  }

  @BeforeEach
  void openRoom() {
    openRoom(service);
    shop.visits().clear();
  }

  private static void openRoom(RunningService where) {
    for (String event : List.of(EVENT, OTHER_EVENT)) {
      where
          .api()
          .json(
              "PUT",
              "/api/v1/admin/events/" + event,
              "{\"max_concurrent\":1000,\"release_rate\":1000}",
              "Authorization",
              "Bearer " + RunningService.ADMIN_KEY);
    }
  }

  private NginxServer nginx(RunningService waitingRoom, Map<String, String> more) {
    Map<String, String> changes = new HashMap<>(more);
    changes.put("127.0.0.1:8080", waitingRoom.url().replace("http://", ""));
    changes.put("127.0.0.1:3000", shop.address());
    return NginxServer.start(CONFIGURATION, changes);
  }

  /** Opens a page, as a browser's address bar does. */
  private HttpResponse<String> get(NginxServer at, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(at.url().resolve(path))
            .timeout(Duration.ofSeconds(20))
            .headers(NAVIGATION);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** Sends what is no navigation, such as a form, a fetch or a request for an image. */
  private HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(nginx.url().resolve(path))
            .timeout(Duration.ofSeconds(20))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** Asks for a path as it is written, without a dot removed. */
  private String raw(String target, String... headers) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (String header : headers) {
      lines.append(header).append("\r\n");
    }
    return RawSocket.exchange(
        nginx.url(),
        "GET %s HTTP/1.1\r\nHost: shop\r\nAccept: text/html\r\n%sConnection: close\r\n\r\n"
            .formatted(target, lines));
  }

  private HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return get(nginx, path, headers);
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private String joined() {
    return joined(nginx);
  }

  private String joined(NginxServer at) {
    return joined(at, EVENT);
  }

  private String joined(NginxServer at, String event) {
    String body =
        Json.createObjectBuilder()
            .add("event_id", event)
            .add("user_id", "buyer %d, Zoë".formatted(++people))
            .build()
            .toString();
    return new Api(at.url()).post("/api/v1/waitroom/join", body).text("session_id");
  }

  private String token(String session) {
    return token(nginx, session);
  }

  /** The token of a session, once it is admitted. */
  private static String token(NginxServer at, String session) {
    Api api = new Api(at.url());
    String status = "/api/v1/waitroom/status/" + session;
    Eventually.until(() -> api.get(status).text("status").equals("admitted"));
    return api.get(status).text("checkout_token");
  }

  private static String waitingPage(String encodedReturnUrl) {
    return "/waitroom/" + EVENT + "?return_url=" + encodedReturnUrl;
  }

  private static void assertSentTo(HttpResponse<String> response, String page) {
    assertThat(response.statusCode()).isEqualTo(302);
    assertThat(header(response, "Location")).isEqualTo(page);
    assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void buyer_isSentToThePageAndBackAndOutAgain() throws Exception {
    assertSentTo(
        get("/buy?seat=1&row=a%20b&x=100%25"),
        waitingPage("%2Fbuy%3Fseat%3D1%26row%3Da%2520b%26x%3D100%2525"));
    assertThat(shop.visits()).isEmpty();
    String session = joined();
    String token = token(session);

    HttpResponse<String> back = get("/buy?seat=1&waitroom_token=" + token + "&row=a%20b");

    assertThat(back.statusCode()).isEqualTo(302);
    assertThat(header(back, "Location")).isEqualTo("/buy?seat=1&row=a%20b");
    assertThat(header(back, "Set-Cookie"))
        .isEqualTo(COOKIE + token + "; Path=/; HttpOnly; SameSite=Lax");
    assertThat(header(back, "Cache-Control")).isEqualTo("no-store");
    assertThat(shop.visits()).isEmpty();

    HttpResponse<String> page =
        get(header(back, "Location"), "Cookie", COOKIE + token, "X-Waitroom-User", "somebody");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).isEqualTo(PlainShop.PAGE);
    PlainShop.Visit visit = shop.visits().getFirst();
    assertThat(visit.address()).isEqualTo("/buy?seat=1&row=a%20b");
    assertThat(visit.headers().get("X-Waitroom-User"))
        .containsExactly("buyer%20" + people + "%2C%20Zo%C3%AB");
    assertThat(visit.headers().getFirst("X-Waitroom-Session")).isEqualTo(session);
    assertThat(visit.headers().getFirst("X-Waitroom-Expires")).endsWith("Z");

    new Api(nginx.url()).post("/api/v1/waitroom/leave/" + session, "");

    HttpResponse<String> out = get("/buy", "Cookie", COOKIE + token);
    assertSentTo(out, waitingPage("%2Fbuy"));
    assertThat(header(out, "Set-Cookie")).startsWith(COOKIE + ";").contains("Max-Age=0");
    assertThat(shop.visits()).hasSize(1);
  }

  @Test
  void token_whereverItStandsInTheAddress_isTakenOut() throws Exception {
    String value = token(joined());
    String token = IN_ADDRESS + value;
    Map<String, String> clean =
        Map.of(
            "/?" + token, "/",
            "/a/b?" + token, "/a/b",
            "/a?" + token + "&b=1", "/a?b=1",
            "/a?b=1&" + token, "/a?b=1",
            "/a?b=1&" + token + "&c=2&d", "/a?b=1&c=2&d",
            "/a?b=1&" + token.replace("waitroom", "WAITROOM"), "/a?b=1");

    for (Map.Entry<String, String> address : clean.entrySet()) {
      HttpResponse<String> back = get(address.getKey());
      assertThat(header(back, "Set-Cookie")).as(address.getKey()).startsWith(COOKIE + value);
      assertThat(header(back, "Location")).as(address.getKey()).isEqualTo(address.getValue());
    }
  }

  @Test
  void badToken_isSentToThePageAndNeverComesBack() throws Exception {
    String good = token(joined());
    String forged = good.substring(0, good.length() - 4) + "AAAA";

    for (String bad : List.of("nonsense", forged, "%0d%0aSet-Cookie:x=1", "a".repeat(3_000))) {
      assertSentTo(get("/buy?a=1&waitroom_token=" + bad), waitingPage("%2Fbuy%3Fa%3D1"));
      assertSentTo(get("/buy", "Cookie", COOKIE + bad), waitingPage("%2Fbuy"));
    }
    assertSentTo(get("/buy", "Authorization", "Bearer " + good), waitingPage("%2Fbuy"));
    assertSentTo(get("/buy", "X-Waitroom-Token", good), waitingPage("%2Fbuy"));
    assertSentTo(get("/buy?waitroom_token="), waitingPage("%2Fbuy"));
    assertThat(shop.visits()).isEmpty();
  }

  @Test
  void f20_everySpellingOfAPath_isGuardedForItsEvent() throws Exception {
    String concert = "Cookie: " + COOKIE + token(joined());
    String opera = "Cookie: " + OTHER_COOKIE + token(joined(nginx, OTHER_EVENT));
    for (String path :
        List.of(
            "/opera",
            "/opera/",
            "/opera?a=/concert",
            "/opera/1",
            "/opera;a=1/1",
            "/%6fpera/1",
            "/%6Fpera/1",
            "/OPERA/1",
            "/./opera/1",
            "/x/../opera/1",
            "/x/%2e%2e/opera/1",
            "/x/..%2fopera/1",
            "/x//../opera/1",
            "/%2fopera/1",
            "/robots.txt/../opera/1",
            "/.well-known/../opera/1")) {
      assertThat(raw(path, concert))
          .as(path)
          .startsWith("HTTP/1.1 302")
          .contains("Location: /waitroom/" + OTHER_EVENT);
      assertThat(raw(path, opera)).as(path).startsWith("HTTP/1.1 200");
    }
    for (String path :
        List.of(
            "//opera/1",
            "/;/opera/1",
            "/x/..;/opera/1",
            "/.;/opera/1",
            "/x\\..\\opera/1",
            "/x%5c..%5copera/1",
            "/waitroom/..;/openapi")) {
      assertThat(raw(path, concert)).as(path).startsWith("HTTP/1.1 400");
    }
    assertThat(raw("/operas", concert)).startsWith("HTTP/1.1 200");
  }

  @Test
  void f21_buyerOfTwoEvents_goesBackAndForth() throws Exception {
    String session = joined();
    String concert = token(session);
    String opera = token(joined(nginx, OTHER_EVENT));
    String kept = header(get("/?" + IN_ADDRESS + concert), "Set-Cookie");
    HttpResponse<String> stranger = get("/opera/1", "Cookie", COOKIE + concert);

    assertThat(kept).startsWith(COOKIE + concert + ";");
    assertSentTo(stranger, "/waitroom/" + OTHER_EVENT + "?return_url=%2Fopera%2F1");
    assertThat(stranger.headers().firstValue("Set-Cookie")).isEmpty();

    String both = "a=b; " + COOKIE + concert + "; " + OTHER_COOKIE + opera;
    for (String path : List.of("/buy", "/opera/1", "/buy", "/opera/2")) {
      HttpResponse<String> page = get(path, "Cookie", both);
      assertThat(page.statusCode()).as(path).isEqualTo(200);
      assertThat(page.headers().firstValue("Set-Cookie")).as(path).isEmpty();
    }
    HttpResponse<String> foreign = get("/opera/1", "Cookie", OTHER_COOKIE + concert);
    assertThat(foreign.statusCode()).isEqualTo(302);
    assertThat(foreign.headers().firstValue("Set-Cookie")).isEmpty();

    HttpResponse<String> astray = get("/buy?a=1&waitroom_token=bad", "Cookie", both);
    assertSentTo(astray, "/buy?a=1");
    assertThat(astray.headers().firstValue("Set-Cookie")).isEmpty();

    new Api(nginx.url()).post("/api/v1/waitroom/leave/" + session, "");
    assertThat(header(get("/buy", "Cookie", both), "Set-Cookie"))
        .startsWith(COOKIE + ";")
        .contains("Max-Age=0");
    assertThat(get("/opera/1", "Cookie", both).statusCode()).isEqualTo(200);
  }

  @Test
  void f30_requestThatIsNoNavigation_isRefusedWithThePagesAddress() throws Exception {
    String[] fromCart = {"Referer", nginx.url().resolve("/cart?a=1").toString()};
    List<HttpResponse<String>> refused =
        List.of(
            send("POST", "/pay", "a=1", fromCart),
            send("GET", "/api/seats", "", fromCart),
            send("GET", "/picture.png", "", "Accept", "image/*", fromCart[0], fromCart[1]),
            send("OPTIONS", "/api/seats", "", fromCart),
            send(
                "GET",
                "/x",
                "",
                "Accept",
                "text/html",
                "Sec-Fetch-Mode",
                "cors",
                fromCart[0],
                fromCart[1]));

    for (HttpResponse<String> answer : refused) {
      String page = waitingPage("%2Fcart%3Fa%3D1");
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(header(answer, "X-Waitroom-Page")).isEqualTo(page);
      assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
      assertThat(answer.body()).contains("href=\"" + page + "\"");
    }
    assertThat(header(send("POST", "/pay", "a=1"), "X-Waitroom-Page"))
        .isEqualTo(waitingPage("%2F"));
    assertThat(
            header(send("POST", "/pay", "", "Referer", "http://evil.example/a"), "X-Waitroom-Page"))
        .isEqualTo(waitingPage("%2F"));
    assertThat(shop.visits()).isEmpty();

    String cookie = COOKIE + token(joined());
    assertThat(send("POST", "/pay", "a=1", "Cookie", cookie).statusCode()).isEqualTo(200);
  }

  @Test
  void f32_webSocketsAndUploads_pass() throws Exception {
    String cookie = COOKIE + token(joined());

    HttpResponse<String> upload = send("POST", "/upload", "x".repeat(3_000_000), "Cookie", cookie);
    assertThat(upload.statusCode()).isEqualTo(200);
    shop.visits().clear();
    assertThat(
            RawSocket.exchange(
                nginx.url(),
                "GET /socket HTTP/1.1\r\nHost: shop\r\nCookie: %s\r\nUpgrade: WebSocket\r\n"
                        .formatted(cookie)
                    + "Connection: close, Upgrade\r\n\r\n"))
        .startsWith("HTTP/1.1 200");
    PlainShop.Visit visit = shop.visits().getFirst();
    assertThat(visit.headers().get("Upgrade")).containsExactly("websocket");
    assertThat(visit.headers().get("Connection")).containsExactly("upgrade");
  }

  @Test
  void f33_openPaths_needNoTokenAndNameNobody() throws Exception {
    for (String path :
        List.of("/favicon.ico", "/robots.txt", "/apple-touch-icon.png", "/.well-known/x")) {
      HttpResponse<String> answer = get(path, "X-Waitroom-User", "somebody");
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
      assertThat(shop.visits().getLast().headers()).doesNotContainKey("X-waitroom-user");
    }
    HttpResponse<String> withToken = get("/robots.txt?waitroom_token=x");
    assertThat(header(withToken, "Location")).isEqualTo("/robots.txt");
    assertThat(withToken.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void f34_emptyEvent_opensTheWholeShop() throws Exception {
    try (NginxServer open = nginx(service, Map.of("default " + EVENT + ";", "default \"\";"))) {
      assertThat(get(open, "/buy").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void f31_pageOfThanks_givesTheSlotBack() throws Exception {
    String session = joined();
    String cookie = COOKIE + token(session);

    assertThat(get("/thank-you?order=1", "Cookie", cookie).statusCode()).isEqualTo(200);

    Api api = new Api(nginx.url());
    Eventually.until(
        () -> api.get("/api/v1/waitroom/status/" + session).text("status").equals("abandoned"));
    assertThat(get("/buy", "Cookie", cookie).statusCode()).isEqualTo(302);
  }

  @Test
  void shopsOwnRefusal_isTheShops() throws Exception {
    HttpResponse<String> response = get("/members-only", "Cookie", COOKIE + token(joined()));

    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.body()).isEqualTo(PlainShop.PAGE);
  }

  @Test
  void operatorsPathsAndNginxsOwn_areNotServed() throws Exception {
    for (String end : List.of("", "/", ";x", "%3Bx")) {
      assertThat(get("/api/v1/waitroom/verify" + end).statusCode()).as(end).isEqualTo(404);
    }
    assertThat(get("/api/v1/waitroom/verify/;x").statusCode()).isEqualTo(400);
    for (String path :
        List.of(
            "/api/v1/admin/events",
            "/metrics",
            "/health",
            "/openapi",
            "/_waitroom",
            "/api/v1/waitroom/../admin/events",
            "/api/v1/waitroom/%2e%2e/admin/events")) {
      HttpResponse<String> response =
          get(path, "Authorization", "Bearer " + RunningService.ADMIN_KEY);
      assertThat(response.statusCode()).as(path).isEqualTo(302);
      assertThat(header(response, "Location")).as(path).startsWith("/waitroom/");
    }
    assertThat(get("/_waitroom/verify").statusCode()).isEqualTo(404);
    assertThat(get("/_waitroom/arrive").statusCode()).isEqualTo(404);
  }

  @Test
  void pathThatLooksLikeAHost_isRefused() throws Exception {
    String token = token(joined());
    for (String path : List.of("//evil.example/", "/\\evil.example/")) {
      String answer =
          RawSocket.exchange(
              nginx.url(),
              "GET %s?waitroom_token=%s HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n\r\n"
                  .formatted(path, token));
      assertThat(answer).startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void stream_isPassedOnAsItComes() throws Exception {
    String session = joined();
    HttpRequest request =
        HttpRequest.newBuilder(nginx.url().resolve("/api/v1/waitroom/stream/" + session)).build();

    try (InputStream stream = client.send(request, BodyHandlers.ofInputStream()).body();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      Optional<String> event = Optional.empty();
      while (event.isEmpty()) {
        event = Optional.of(lines.readLine()).filter(line -> line.startsWith("event:"));
      }
      assertThat(event.get()).matches("event: (position|ready)");
    }
  }

  @Test
  void bodyThatIsTooLargeOrTooSlow_neverReachesTheService() throws Exception {
    String head = "POST /api/v1/waitroom/join HTTP/1.1\r\nHost: shop\r\nConnection: close\r\n";
    assertThat(RawSocket.exchange(nginx.url(), head + "Content-Length: 20000\r\n\r\n"))
        .startsWith("HTTP/1.1 413");
    assertThat(
            RawSocket.exchange(
                nginx.url(),
                head + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"))
        .startsWith("HTTP/1.1 400");

    Map<String, String> impatient =
        Map.of(
            "client_header_timeout 10s",
            "client_header_timeout 1s",
            "client_body_timeout 10s",
            "client_body_timeout 1s");
    try (NginxServer quick = nginx(service, impatient)) {
      assertThat(RawSocket.exchange(quick.url(), head + "Content-Length: 100\r\n\r\n{")).isEmpty();
      assertThat(RawSocket.exchange(quick.url(), "GET / HTTP/1.1\r\nHost: sh")).isEmpty();
    }
  }

  @Test
  void logs_holdNoSecret() throws Exception {
    String session = joined();
    String token = token(session);
    get("/buy?waitroom_token=" + token);
    get("/buy?waitroom_token=nonsense");
    get("/buy", "Cookie", COOKIE + token);

    assertThat(nginx.accessLog())
        .contains("\"GET /buy HTTP/1.1\" 302")
        .contains("\"GET /api/v1/waitroom/status/- HTTP/1.1\" 200")
        .doesNotContain(token)
        .doesNotContain(session)
        .doesNotContain("nonsense");
    assertThat(nginx.errorLog()).noneMatch(line -> line.contains(token));
  }

  @Test
  void waitingRoomAway_closesTheShopUnlessItWantsOtherwise() throws Exception {
    String line = "proxy_intercept_errors on; error_page 500 502 503 504 = @waitroom_open;";
    try (RunningService doomed = RunningService.start();
        NginxServer closing = nginx(doomed, Map.of());
        NginxServer opening = nginx(doomed, Map.of("# " + line, line))) {
      openRoom(doomed);
      String[] cookie = {"Cookie", COOKIE + token(closing, joined(closing))};
      assertThat(get(closing, "/buy", cookie).statusCode()).isEqualTo(200);

      doomed.redis().kill();
      assertThatShopIs(closing, opening, cookie);
      doomed.kill();
      assertThatShopIs(closing, opening, cookie);
      assertAway(get(closing, "/waitroom/" + EVENT));
    }
  }

  /** Closed where the waiting room is asked as shipped, open where the shop preferred that. */
  private void assertThatShopIs(NginxServer closing, NginxServer opening, String[] cookie)
      throws Exception {
    assertAway(get(closing, "/buy", cookie));
    assertAway(get(closing, "/buy?" + cookie[1].replace(COOKIE, IN_ADDRESS)));
    HttpResponse<String> let = get(opening, "/buy", cookie);
    assertThat(let.statusCode()).isEqualTo(200);
    assertThat(let.body()).isEqualTo(PlainShop.PAGE);
  }

  private static void assertAway(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(header(response, "Retry-After")).isEqualTo("5");
    assertThat(header(response, "Cache-Control")).isEqualTo("no-store");
    assertThat(header(response, "Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(response.body()).contains("One moment", "viewport");
  }
}
