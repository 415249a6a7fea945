package io.waitroom.room;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import org.junit.jupiter.api.Test;

/** The JDK's HmacSHA256 is what it has to agree with. */
class SignerTest {
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  @Test
  void sign_anyKeyAndMessage_isHmacSha256() throws Exception {
    for (int keyBytes : new int[] {32, 33, 63, 64, 65, 128, 200}) {
      SessionKey key = SessionKey.of("k1", bytes(keyBytes));
      Signer signer = new Signer(key);
      for (int messageBytes = 0; messageBytes < 150; messageBytes++) {
        byte[] message = bytes(messageBytes);
        assertThat(signer.sign(message))
            .as("seed %d, %d and %d bytes", seed, keyBytes, messageBytes)
            .isEqualTo(reference(key, message));
      }
    }
  }

  /** Its test case whose key is long enough for us. */
  @Test
  void sign_asRfc4231Does() {
    byte[] secret = new byte[131];
    Arrays.fill(secret, (byte) 0xaa);
    byte[] message = "Test Using Larger Than Block-Size Key - Hash Key First".getBytes(US_ASCII);
    assertThat(new Signer(SessionKey.of("k1", secret)).sign(message))
        .isEqualTo(
            HexFormat.of()
                .parseHex("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"));
  }

  @Test
  void sign_fromManyThreads_isTheSame() throws Exception {
    SessionKey key = SessionKey.of("k1", bytes(32));
    Signer signer = new Signer(key);
    byte[] message = bytes(40);
    byte[] expected = reference(key, message);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results =
          threads.invokeAll(
              IntStream.range(0, 500)
                  .<java.util.concurrent.Callable<byte[]>>mapToObj(i -> () -> signer.sign(message))
                  .toList());
      for (var result : results) {
        assertThat(result.get()).isEqualTo(expected);
      }
    }
  }

  private static byte[] reference(SessionKey key, byte[] message) throws Exception {
    Mac mac = Mac.getInstance(SessionKey.ALGORITHM);
    mac.init(key.secret());
    return mac.doFinal(message);
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
