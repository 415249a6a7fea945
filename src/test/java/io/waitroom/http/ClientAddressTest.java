package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.http.server.ClientAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One client, however its address is written. */
class ClientAddressTest {
  @ParameterizedTest
  @CsvSource({
    "203.0.113.7, 203.0.113.7",
    "2001:db8:1:2:3:4:5:6, 20010db800010002",
    "2001:db8:1:2::9, 20010db800010002",
    "2001:0db8:0001:0002:ffff:ffff:ffff:ffff, 20010db800010002",
    "2001:db8:1:3::9, 20010db800010003",
    "unknown, unknown",
    "'', ''",
  })
  void normal_ofAnAddress_isOneForOneClient(String address, String expected) {
    assertThat(ClientAddress.normal(address)).isEqualTo(expected);
  }
}
