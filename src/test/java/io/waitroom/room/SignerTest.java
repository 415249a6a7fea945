package io.waitroom.room;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The test cases of RFC 4231 whose keys are long enough for us. */
class SignerTest {
  private static final byte[] KEY = new byte[131];

  static {
    Arrays.fill(KEY, (byte) 0xaa);
  }

  private final Signer signer = new Signer(SessionKey.of("k1", KEY));

  private String sign(String message) {
    return HexFormat.of().formatHex(signer.sign(message.getBytes(US_ASCII)));
  }

  @Test
  void sign_isHmacSha256_eachTimeAnew() {
    for (int i = 0; i < 2; i++) {
      assertThat(sign("Test Using Larger Than Block-Size Key - Hash Key First"))
          .isEqualTo("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
      assertThat(
              sign(
                  "This is a test using a larger than block-size key and a larger than block-size"
                      + " data. The key needs to be hashed before being used by the HMAC"
                      + " algorithm."))
          .isEqualTo("9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
    }
  }
}
