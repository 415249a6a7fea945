package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.testkit.Api.Answer;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the page loads. */
class PageAssetsTest extends PageTestBase {
  private static final Pattern LINK = Pattern.compile("(?:src|href)=\"(/waitroom/assets/[^\"]+)\"");
  private static final int MAX_BYTES = 60_000;

  @Test
  void page_withEverythingItLoads_staysSmall() {
    Answer page = api.get(PAGE, "Accept-Language", "ar");
    int bytes = size(page);
    var links = LINK.matcher(page.body()).results().map(found -> found.group(1)).toList();
    assertThat(links).hasSize(3);
    for (String link : links) {
      bytes += size(api.get(link));
    }
    assertThat(bytes).isLessThan(MAX_BYTES);
  }

  @Test
  void page_loadsNothingFromElsewhere() {
    assertThat(
            Pattern.compile("(?:src|href|action)=\"([^\"]*)\"")
                .matcher(api.get(PAGE).body())
                .results()
                .map((MatchResult found) -> found.group(1)))
        .as("all is from here, and so is the way home, a link (F-36)")
        .allMatch(link -> link.startsWith("/waitroom/") || link.equals("/"));
    assertThat(api.get("/waitroom/assets/x/page.css").body()).doesNotContain("url(", "@import");
  }

  @Test
  void asset_withItsVersion_isKeptForEver() {
    String link =
        LINK.matcher(api.get(PAGE).body())
            .results()
            .map(found -> found.group(1))
            .filter(found -> found.endsWith("page.js"))
            .findFirst()
            .orElseThrow();
    Answer answer = api.get(link);
    assertThat(answer.header("Cache-Control")).isEqualTo("public, max-age=31536000, immutable");
    assertThat(answer.header("Content-Type")).isEqualTo("text/javascript;charset=utf-8");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void asset_withAnotherReplicasVersion_isThereButNotKept() {
    Answer answer = api.get("/waitroom/assets/000000000000/page.css");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
  }

  @Test
  void asset_unknown_isNotFound() {
    for (String path :
        new String[] {"x/nope.js", "x/wait.html", "x/..%2Fwait.html", "x/texts", "page.css"}) {
      assertThat(api.get("/waitroom/assets/" + path).status()).as(path).isIn(404, 405, 400);
    }
  }

  private static int size(Answer answer) {
    assertThat(answer.status()).isEqualTo(200);
    return answer.body().getBytes(StandardCharsets.UTF_8).length;
  }
}
