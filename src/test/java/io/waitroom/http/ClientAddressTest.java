package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.http.server.ClientAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One client, however its address is written. */
class ClientAddressTest {
  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.7",
    "2001:db8:1:2:3:4:5:6, 20010db800010002",
    "2001:db8:1:2::9, 20010db800010002",
    "2001:0db8:0001:0002:ffff:ffff:ffff:ffff, 20010db800010002",
    "2001:db8:1:3::9, 20010db800010003",
    "203.0.113.7:50001, 203.0.113.7",
    "::ffff:203.0.113.7, 203.0.113.7",
    "[2001:db8:1:2::9]:443, 20010db800010002",
    "[2001:db8:1:2::9], 20010db800010002",
    "2001:db8:1:2::9%eth0, 20010db800010002",
    "[2001:db8:1:2::9%25eth0]:443, 20010db800010002",
  })
  void normal_ofAnAddress_f16_isOneForOneClient(String address, String expected) {
    assertThat(ClientAddress.normal(address)).contains(expected);
    assertThat(ClientAddress.normal('"' + address + '"')).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "unknown",
        "_hidden",
        "\"",
        "203.0.113",
        "203.0.113.256",
        "203.0.113.7:",
        ":",
        "::1]",
        "[203.0.113.7",
        "1:2:3",
        "203.0.113.7:500000",
        "shop.example",
        "fe80::1%",
        "127.0.0.1 x"
      })
  void f17_whatIsNoAddress_isNotTaken(String entry) {
    assertThat(ClientAddress.normal(entry)).isEmpty();
    assertThat(ClientAddress.normal("a".repeat(200))).isEmpty();
  }
}
