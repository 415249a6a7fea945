package io.waitroom.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisitorTest {
  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  @Test
  void anew_isNobodyElse() {
    Visitor one = Visitor.anew();
    assertThat(one.secret()).matches("[0-9a-f]{32}").isNotEqualTo(Visitor.anew().secret());
    assertThat(Visitor.of(one.cookie())).contains(one);
  }

  @Test
  void userAndKey_followFromTheSecretAndDoNotTellIt() {
    Visitor visitor = Visitor.of(SECRET).orElseThrow();
    assertThat(visitor.userId().value())
        .matches("visitor-[0-9a-f]{32}")
        .doesNotContain(SECRET)
        .isEqualTo(Visitor.of(SECRET).orElseThrow().userId().value());
    assertThat(visitor.retryKey()).hasSize(32).isNotEqualTo(SECRET);
    assertThat(visitor.userId().value()).doesNotContain(visitor.retryKey());
  }

  @Test
  void at_placeAgain_keepsWhereItBegan() {
    Instant until = Instant.parse("2026-11-23T12:00:00Z");
    Instant later = until.plusSeconds(60);
    Visitor waiting = Visitor.anew().at("e.1.k1abc", 40, until).at("e.1.k1abc", 7, later);
    assertThat(waiting.start()).isEqualTo(40);
    assertThat(waiting.until()).isEqualTo(until);
    assertThat(waiting.at("e.2.k1abc", 9, later).start()).isEqualTo(9);
    assertThat(waiting.at("e.2.k1abc", 0, later).start()).isEqualTo(1);
    assertThat(waiting.at("e.2.k1abc", 0, later).until()).isEqualTo(later);
    assertThat(Visitor.of(waiting.cookie())).contains(waiting);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0123456789abcdef0123456789abcde",
        "0123456789ABCDEF0123456789ABCDEF",
        "0123456789abcdef0123456789abcdef0",
        "0123456789abcdef0123456789abcdef~",
        "0123456789abcdef0123456789abcdef~e.1.k",
        "0123456789abcdef0123456789abcdef~e.1.k~1",
        "0123456789abcdef0123456789abcdef~e.1.k~0~1",
        "0123456789abcdef0123456789abcdef~e.1.k~-1~1",
        "0123456789abcdef0123456789abcdef~e.1.k~1~0",
        "0123456789abcdef0123456789abcdef~e.1.k~1~1~1",
        "0123456789abcdef0123456789abcdef~e.1.k~9999999999999999999~1",
        "0123456789abcdef0123456789abcdef~e.1.k~1~9999999999999999999",
        "0123456789abcdef0123456789abcdef~<b>~1~1",
        "0123456789abcdef0123456789abcdef~é~1~1",
        "0123456789abcdef0123456789abcdef\n",
      })
  void of_anythingElse_isNobody(String cookie) {
    assertThat(Visitor.of(cookie)).isEmpty();
  }

  @Test
  void of_noneOrFarTooLong_isNobody() {
    assertThat(Visitor.of(null)).isEmpty();
    assertThat(Visitor.of(SECRET + "~" + "a".repeat(110) + "~1~1")).isEmpty();
    assertThat(Visitor.of(SECRET)).map(Visitor::sessionId).contains(Optional.empty());
  }
}
