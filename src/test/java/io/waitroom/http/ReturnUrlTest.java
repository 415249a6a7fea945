package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.http.verify.PageAddress;
import io.waitroom.http.wire.ReturnUrl;
import io.waitroom.room.EventId;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnUrlTest {
  private static final Set<String> ORIGINS =
      Set.of(
          "https://shop.example",
          "http://localhost:3000",
          "https://xn--bcher-kva.example",
          "https://[2001:db8::1]:8443");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/ | /?waitroom_token=T",
        "/checkout | /checkout?waitroom_token=T",
        "/checkout?x=1 | /checkout?x=1&waitroom_token=T",
        "/checkout?x=1&waitroom_token=old&y=2#top | /checkout?x=1&y=2&waitroom_token=T#top",
        "/checkout?waitroom_token | /checkout?waitroom_token=T",
        "/checkout?waitroom_tokens=1 | /checkout?waitroom_tokens=1&waitroom_token=T",
        "/a%20b?next=%2Fcart%3Fy | /a%20b?next=%2Fcart%3Fy&waitroom_token=T",
        "/?next=https://evil.example | /?next=https://evil.example&waitroom_token=T",
        "/buy?opt={a}^`#{b} | /buy?opt=%7Ba%7D%5E%60&waitroom_token=T#%7Bb%7D",
        "https://shop.example | https://shop.example/?waitroom_token=T",
        "https://shop.example?x=1#f | https://shop.example/?x=1&waitroom_token=T#f",
        "HTTPS://SHOP.example/A | https://shop.example/A?waitroom_token=T",
        "https://shop.example:443/a | https://shop.example/a?waitroom_token=T",
        "https://shop.example:/a | https://shop.example/a?waitroom_token=T",
        "http://localhost:3000/ | http://localhost:3000/?waitroom_token=T",
        "https://xn--bcher-kva.example/ | https://xn--bcher-kva.example/?waitroom_token=T",
        "https://[2001:db8::1]:8443/ | https://[2001:db8::1]:8443/?waitroom_token=T",
      })
  void of_allowed_getsTheTokenWhereItBelongs(String text, String expected) {
    ReturnUrl url = ReturnUrl.of(text, ORIGINS).orElseThrow();
    assertThat(url.with("T")).isEqualTo(expected);
    // What the page carries along leads to the same address.
    assertThat(ReturnUrl.of(url.toString(), ORIGINS)).contains(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "\\/evil.example",
        "https:\\\\shop.example",
        "https://shop.example\\@evil.example",
        "https://evil.example\\.shop.example",
        "/%2Fevil.example",
        "/%5cevil.example",
        "/a/..//evil.example",
        "/../evil",
        "/a/./b",
        "/..",
        "//evil.example/%2f..",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "blob:https://shop.example/x",
        "file:///etc/passwd",
        "ftp://shop.example/",
        "mailto:a@shop.example",
        "https://shop.example@evil.example",
        "https://good@shop.example",
        "https://good:pass@shop.example/",
        "https://@shop.example/",
        "https://shop.example%40evil.example",
        "https://shop.example%2eevil.example",
        "https://shop.example.evil.example",
        "https://evilshop.example",
        "https://sub.shop.example",
        "https://shop.example.",
        "https://shop.example:444",
        "https://shop.example:80",
        "https://shop.example:0",
        "https://shop.example:70000",
        "https://shop.example:443x",
        "http://shop.example",
        "https://localhost:3000",
        "https:shop.example",
        "https:/shop.example",
        "https:///shop.example",
        "https://",
        "https://bücher.example/",
        "https://ѕhop.example/",
        "https://shop。example/",
        "https://shop.example/\u202egnp.exe",
        " https://shop.example/",
        "https://shop.example/\n",
        "https://shop.example/\r\nSet-Cookie:x",
        "/a%0d%0aSet-Cookie:x",
        "/a?b=%00",
        "/a%7f",
        "/a b ",
        "/caf\u00e9\u202e",
        "/a\u00a0b",
        "/\ud800",
        "/a%%2fb",
        "/{token}",
        "/a\"onclick=",
        "/<script>",
        "/\u0000",
        "checkout",
        "./checkout",
        "../checkout",
        "?x=1",
        "#top",
        ".",
        "shop.example",
        "null",
      })
  void of_trick_isRefused(String text) {
    assertThat(ReturnUrl.of(text, ORIGINS)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/café | /caf%C3%A9?waitroom_token=T",
        "/a?name=J D | /a?name=J%20D&waitroom_token=T",
        "/search?q=rock roll | /search?q=rock%20roll&waitroom_token=T",
        "/search?q=rock+roll | /search?q=rock+roll&waitroom_token=T",
        "/sale?off=50% | /sale?off=50%25&waitroom_token=T",
        "/a%zz#c% | /a%25zz?waitroom_token=T#c%25",
        "https://shop.example/a b | https://shop.example/a%20b?waitroom_token=T",
        "https://shop.example?n=Đà Nẵng | https://shop.example/?n=%C4%90%C3%A0%20N%E1%BA%B5ng&waitroom_token=T",
        "/票/😀 | /%E7%A5%A8/%F0%9F%98%80?waitroom_token=T",
      })
  void f44_addressAsShown_isEncoded(String text, String expected) {
    ReturnUrl url = ReturnUrl.of(text, ORIGINS).orElseThrow();
    assertThat(url.with("T")).isEqualTo(expected);
    assertThat(ReturnUrl.of(url.toString(), ORIGINS)).contains(url);
  }

  @Test
  void f44_whatIsEncodedHere_countsForTheLength() {
    assertThat(ReturnUrl.of("/" + "é".repeat(333), ORIGINS)).isPresent();
    assertThat(ReturnUrl.of("/" + "é".repeat(334), ORIGINS)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/a?waitroom%5Ftoken=x",
        "/a?%77aitroom_token=x",
        "/a?waitroom_token%3Dx&waitroom%5ftoken"
      })
  void f46_tokenUnderAnEncodedName_isTakenOut(String text) {
    assertThat(ReturnUrl.of(text, ORIGINS).orElseThrow().with("T"))
        .doesNotContainIgnoringCase("waitroom%5Ftoken")
        .doesNotContain("%77")
        .endsWith("waitroom_token=T");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/shop//item/3", "/sku/A%2FB", "/a\\b"})
  void f43_addressThatThePageDislikes_becomesTheFrontDoor(String text) {
    assertThat(PageAddress.of(new EventId("e"), text)).isEqualTo("/waitroom/e?return_url=%2F");
    assertThat(PageAddress.of(new EventId("e"), "/sale?off=50%"))
        .isEqualTo("/waitroom/e?return_url=%2Fsale%3Foff%3D50%25");
    assertThat(PageAddress.of(new EventId("e"), null)).isEqualTo("/waitroom/e");
  }

  @Test
  void of_barInTheQuery_isEncodedAsBrowsersDoNot() {
    assertThat(ReturnUrl.of("/buy?opt=a|b", ORIGINS).orElseThrow().with("T"))
        .isEqualTo("/buy?opt=a%7Cb&waitroom_token=T");
  }

  @Test
  void isAcceptable_whateverTheOrigin() {
    assertThat(ReturnUrl.isAcceptable("/buy?opt=a|b")).isTrue();
    assertThat(ReturnUrl.isAcceptable("https://elsewhere.example/a")).isTrue();
    assertThat(ReturnUrl.isAcceptable("/a//b")).isFalse();
    assertThat(ReturnUrl.isAcceptable("https:///a")).isFalse();
    assertThat(ReturnUrl.isAcceptable("")).isFalse();
  }

  @Test
  void of_tooLong_isRefused() {
    assertThat(ReturnUrl.of("/" + "a".repeat(1_999), ORIGINS)).isPresent();
    assertThat(ReturnUrl.of("/" + "a".repeat(2_000), ORIGINS)).isEmpty();
  }

  @Test
  void of_noOriginsAllowed_leavesOwnPathsOnly() {
    assertThat(ReturnUrl.of("https://shop.example/", Set.of())).isEmpty();
    assertThat(ReturnUrl.of("/checkout", Set.of())).isPresent();
  }
}
