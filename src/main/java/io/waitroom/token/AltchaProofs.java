package io.waitroom.token;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.waitroom.room.EventId;
import io.waitroom.room.ProofOfWork;
import io.waitroom.room.SpentProof;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.SecretKey;
import org.altcha.altcha.Altcha;
import org.jspecify.annotations.Nullable;

/**
 * Proof of work by the open ALTCHA scheme (altcha.org, version 1, SHA-256), for which clients
 * exist. A challenge is signed, not stored; its salt names its event and when it expires.
 *
 * <p>The library makes challenges, and makes the given one again to check it; its own check would
 * compare signatures in a time that tells how much of them is right.
 *
 * <p>Thread-safe.
 */
public final class AltchaProofs implements ProofOfWork {
  /** How long a challenge may be solved and its solution used. */
  static final Duration LIFETIME = Duration.ofMinutes(10);

  private static final int MAX_SOLUTION_LENGTH = 2_048;
  private static final String EVENT = "event";
  private static final String EXPIRES = "expires";

  private final List<String> keys;
  private final int work;
  private final InstantSource clock;

  /**
   * @param clock by which challenges expire
   */
  public AltchaProofs(ProofSettings settings, InstantSource clock) {
    this.keys = settings.keys().stream().map(AltchaProofs::text).toList();
    this.work = settings.work();
    this.clock = clock;
  }

  /** The library takes keys as text. */
  private static String text(SecretKey key) {
    return HexFormat.of().formatHex(key.getEncoded());
  }

  @Override
  public Challenge challenge(EventId event) {
    Altcha.Challenge made =
        make(
            keys.getFirst(),
            new Altcha.ChallengeOptions()
                .setMaxNumber((long) work)
                .setSecureRandomNumber(true)
                .setExpires(clock.instant().plus(LIFETIME).getEpochSecond())
                .addParam(EVENT, event.value()));
    return new Challenge(made.algorithm, made.challenge, work, made.salt, made.signature);
  }

  @Override
  public Optional<SpentProof> check(String solution, EventId event) {
    if (solution.length() > MAX_SOLUTION_LENGTH) {
      return Optional.empty();
    }
    try {
      byte[] json = Base64.getDecoder().decode(solution);
      Map<String, Object> members = JSONObjectUtils.parse(new String(json, StandardCharsets.UTF_8));
      return members == null ? Optional.empty() : check(members, event); // null where JSON says so
    } catch (IllegalArgumentException | ParseException e) {
      return Optional.empty(); // no base64, no JSON, or no solution
    }
  }

  private Optional<SpentProof> check(Map<String, Object> solution, EventId event)
      throws ParseException {
    String algorithm = JSONObjectUtils.getString(solution, "algorithm");
    String hash = JSONObjectUtils.getString(solution, "challenge");
    String salt = JSONObjectUtils.getString(solution, "salt");
    String signature = JSONObjectUtils.getString(solution, "signature");
    long number = JSONObjectUtils.getLong(solution, "number");
    if (!Altcha.Algorithm.SHA256.getName().equals(algorithm) || hash == null || salt == null) {
      return Optional.empty();
    }
    boolean madeHere = keys.stream().anyMatch(key -> isMade(key, salt, number, hash, signature));
    return madeHere ? unexpired(hash, parameters(salt), event) : Optional.empty();
  }

  private static boolean isMade(
      String key, String salt, long number, String hash, @Nullable String signature) {
    Altcha.Challenge expected =
        make(key, new Altcha.ChallengeOptions().setSalt(salt).setNumber(number));
    return signature != null
        && isEqual(expected.challenge, hash)
        && isEqual(expected.signature, signature);
  }

  /** The proof, if the parameters that were signed with it are those of a living challenge. */
  private Optional<SpentProof> unexpired(
      String hash, Map<String, String> parameters, EventId event) {
    String expires = parameters.get(EXPIRES);
    if (expires == null || !event.value().equals(parameters.get(EVENT))) {
      return Optional.empty();
    }
    Duration left =
        Duration.between(clock.instant(), Instant.ofEpochSecond(Long.parseLong(expires)));
    return left.isPositive() ? Optional.of(new SpentProof(hash, left)) : Optional.empty();
  }

  private static boolean isEqual(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  private static Altcha.Challenge make(String key, Altcha.ChallengeOptions options) {
    try {
      return Altcha.createChallenge(options.setAlgorithm(Altcha.Algorithm.SHA256).setHmacKey(key));
    } catch (Exception e) {
      throw new IllegalStateException("This JDK lacks what ALTCHA needs", e);
    }
  }

  private static Map<String, String> parameters(String salt) {
    try {
      return Altcha.extractParams(salt);
    } catch (Exception e) {
      throw new IllegalStateException("A salt that was made here cannot be read", e);
    }
  }
}
