package io.waitroom.kafka.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.kafka.CannedListener;
import io.waitroom.kafka.KafkaPart;
import io.waitroom.kafka.client.BrokerSurvey.Finding;
import io.waitroom.kafka.client.KafkaSettings.Topics;
import io.waitroom.testkit.KafkaBroker;
import io.waitroom.testkit.Ports;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who answers a greeting, and whether a client may be made then (F-86). */
class BrokerSurveyTest {
  private static final String PLAINTEXT = "PLAINTEXT";

  @Test
  void broker_isFound_andItsConnectionKept() throws IOException {
    Finding finding = look(PLAINTEXT, KafkaBroker.shared().bootstrapServers());
    assertThat(finding).isInstanceOf(Finding.Found.class);
    try (var connection = ((Finding.Found) finding).connection()) {
      assertThat(connection).isNotNull().matches(socket -> !socket.isClosed());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAINTEXT", "SASL_PLAINTEXT"})
  void tlsAlert_isAMismatch(String protocol) throws IOException {
    try (var listener = new CannedListener(CannedListener.TLS_ALERT)) {
      assertThat(look(protocol, listener.bootstrapServers()))
          .isEqualTo(
              new Finding.Mismatch(
                  "/" + listener.bootstrapServers() + " answers with TLS, not in plaintext"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"HTTP/1.1 400 Bad Request\r\n\r\n", "+PONG\r\n", "\0\0\0\20too long", "x"})
  void anythingElse_isAMismatch(String answer) throws IOException {
    try (var listener = new CannedListener(answer.getBytes(US_ASCII))) {
      assertThat(look(PLAINTEXT, listener.bootstrapServers())).isInstanceOf(Finding.Mismatch.class);
    }
  }

  @Test
  void nobody_orNobodyWhoSpeaks_isAway() throws IOException {
    assertThat(look(PLAINTEXT, "127.0.0.1:" + Ports.free())).isInstanceOf(Finding.Away.class);
    assertThat(look(PLAINTEXT, "no-such-host.invalid:9092")).isInstanceOf(Finding.Away.class);
    try (var listener = new CannedListener(CannedListener.NOTHING)) {
      assertThat(look(PLAINTEXT, listener.bootstrapServers())).isInstanceOf(Finding.Away.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"SSL", "SASL_SSL"})
  void tlsExpected_brokerInPlaintext_isAMismatch(String protocol) {
    assertThat(look(protocol, KafkaBroker.shared().bootstrapServers()))
        .isInstanceOf(Finding.Mismatch.class)
        .asString()
        .contains("plaintext, not with TLS");
  }

  /** A client with TLS comes to no harm whatever it gets, and says itself what is wrong. */
  @Test
  void tlsExpected_anyOtherAnswer_isLeftToTheClient() throws IOException {
    for (byte[] answer :
        new byte[][] {CannedListener.TLS_ALERT, CannedListener.HTTP, CannedListener.NOTHING}) {
      try (var listener = new CannedListener(answer)) {
        assertThat(look("SSL", listener.bootstrapServers())).isEqualTo(new Finding.Found(null));
      }
    }
  }

  @Test
  void severalServers_oneThatServesIsEnough_butNoneMayAnswerOtherwise() throws IOException {
    String serves = KafkaBroker.shared().bootstrapServers();
    String away = "127.0.0.1:" + Ports.free();
    assertThat(look(PLAINTEXT, away + ", " + serves)).isInstanceOf(Finding.Found.class);
    try (var listener = new CannedListener(CannedListener.TLS_ALERT)) {
      String tls = listener.bootstrapServers();
      assertThat(look(PLAINTEXT, serves + "," + tls)).isInstanceOf(Finding.Mismatch.class);
      assertThat(look(PLAINTEXT, tls + "," + serves)).isInstanceOf(Finding.Mismatch.class);
    }
  }

  private static Finding look(String protocol, String servers) {
    return new BrokerSurvey(
            KafkaPart.of(servers, Topics.DEFAULT, Map.of("security.protocol", protocol)).settings)
        .look();
  }
}
