package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.common.buffers.BufferData;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The bytes of a stream's answer. */
class StreamSinkTest {
  private final ByteArrayOutputStream connection = new ByteArrayOutputStream();
  private final StreamSink sink = new StreamSink(this::take, () -> {}, bytes("HEAD\r\n\r\n"));

  private void take(BufferData data) {
    connection.writeBytes(data.readBytes());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private String sent() {
    return connection.toString(StandardCharsets.US_ASCII);
  }

  @Test
  void write_beginsWithTheHead_onceOnly() throws Exception {
    sink.write(bytes("first"));
    sink.write(bytes("second"));
    sink.end();
    assertThat(sent()).isEqualTo("HEAD\r\n\r\n5\r\nfirst\r\n6\r\nsecond\r\n0\r\n\r\n");
  }

  @Test
  void end_ofAnAnswerThatHasNotBegun_sendsNothing() throws Exception {
    sink.end();
    assertThat(sent()).isEmpty();
  }
}
