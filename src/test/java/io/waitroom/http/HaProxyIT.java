package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.Api;
import io.waitroom.testkit.HaProxyServer;
import io.waitroom.testkit.NeedsTool;
import io.waitroom.testkit.Tool;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A proxy that uses connections to the service again, for whoever comes next. */
@NeedsTool(Tool.HAPROXY)
class HaProxyIT extends HttpTestBase {
  private static final int ROUNDS = 20;
  private static final String DENIED = "/openapi";
  private static final String SMUGGLED = "GET " + DENIED + " HTTP/1.1\r\nHost: x\r\n\r\n";

  /** F-01: each client gets its own answer, and none gets what the proxy refuses. */
  @Test
  void f01_bodyBehindExpect_isNobodysAnswer() throws IOException {
    try (HaProxyServer proxy = HaProxyServer.start(target.getUri(), DENIED)) {
      Api behind = new Api(proxy.url());
      for (String length :
          new String[] {
            "Content-Length: " + SMUGGLED.length() + "\r\n\r\n" + SMUGGLED,
            "Transfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n"
                .formatted(SMUGGLED.length(), SMUGGLED)
          }) {
        for (int round = 0; round < ROUNDS; round++) {
          String answer =
              RawSocket.exchange(
                  proxy.url(),
                  "POST /nothing HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                      + "Expect: 100-continue\r\n"
                      + length);
          assertThat(answer).startsWith("HTTP/1.1 404 ");
          assertThat(behind.get("/health/live").body()).contains("\"UP\"");
        }
      }
      assertThat(behind.get(DENIED).status()).isEqualTo(403);
    }
  }
}
