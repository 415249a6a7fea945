package io.waitroom.http;

import io.waitroom.http.wire.Fields;
import io.waitroom.http.wire.JsonReader;
import io.waitroom.http.wire.JsonWriter;
import io.waitroom.http.wire.ProblemException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Proof of work by the open ALTCHA scheme (altcha.org, version 1, SHA-256), for which clients
 * exist. A challenge is signed, not stored: any replica checks what another has asked. It is bound
 * to one event and lives for {@link #LIFETIME}; that it counts only once is seen to by the room.
 *
 * <p>Thread-safe.
 */
final class Altcha {
  /** How long a challenge may be solved and its solution used. */
  static final Duration LIFETIME = Duration.ofMinutes(10);

  private static final String ALGORITHM = "SHA-256";
  private static final String MAC = "HmacSHA256";
  private static final int SALT_BYTES = 12;
  private static final int MAX_PAYLOAD_LENGTH = 2_048;

  /** Ends with a delimiter, so that no digit of the number can be taken for one of the salt. */
  private static final Pattern SALT =
      Pattern.compile("[0-9a-f]{24}\\?expires=(?<expires>\\d{1,12})&event=(?<event>[\\w-]{1,64})&");

  private final List<SecretKey> keys;
  private final SecureRandom random = new SecureRandom();

  /** A checked solution: what tells it from all others, and until when it is accepted. */
  record Solution(String challenge, Instant expires) {}

  /**
   * @param keys the first signs, all verify
   */
  Altcha(List<SecretKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * A new challenge, as the scheme writes it.
   *
   * @param work largest number to be tried
   */
  byte[] challenge(String event, int work, Instant now) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    String text =
        "%s?expires=%d&event=%s&"
            .formatted(HexFormat.of().formatHex(salt), now.plus(LIFETIME).getEpochSecond(), event);
    String challenge = hash(text, random.nextInt(work + 1));
    return JsonWriter.object(out ->
        out.put("algorithm", ALGORITHM)
            .put("challenge", challenge)
            .put("maxnumber", work)
            .put("salt", text)
            .put("signature", signature(keys.getFirst(), challenge)));
  }

  /**
   * Checks a solution.
   *
   * @param payload base64 of the scheme's JSON object
   * @return empty when it is malformed, forged, wrong, expired, or of another event
   */
  Optional<Solution> check(String payload, String event, Instant now) {
    if (payload.length() > MAX_PAYLOAD_LENGTH) {
      return Optional.empty();
    }
    try {
      return check(JsonReader.parse(Base64.getDecoder().decode(payload)), event, now);
    } catch (IllegalArgumentException | ProblemException e) {
      return Optional.empty(); // no base64, no JSON, or no solution
    }
  }

  private Optional<Solution> check(Fields solution, String event, Instant now) {
    String challenge = solution.string("challenge");
    String salt = solution.string("salt");
    String signature = solution.string("signature");
    Long number = solution.optionalInteger("number", 0, Integer.MAX_VALUE);
    Matcher matcher = SALT.matcher(salt);
    if (!matcher.matches() || !matcher.group("event").equals(event)) {
      return Optional.empty();
    }
    Instant expires = Instant.ofEpochSecond(Long.parseLong(matcher.group("expires")));
    boolean good =
        solution.string("algorithm").equals(ALGORITHM)
            && expires.isAfter(now)
            && number != null
            && equal(hash(salt, number), challenge)
            && keys.stream().anyMatch(key -> equal(signature(key, challenge), signature));
    return good ? Optional.of(new Solution(challenge, expires)) : Optional.empty();
  }

  private static boolean equal(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  private static String hash(String salt, long number) {
    try {
      MessageDigest digest = MessageDigest.getInstance(ALGORITHM);
      return HexFormat.of()
          .formatHex(digest.digest((salt + number).getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK lacks " + ALGORITHM, e);
    }
  }

  private static String signature(SecretKey key, String challenge) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(challenge.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK lacks " + MAC, e);
    }
  }
}
