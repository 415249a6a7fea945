package io.waitroom.boot;

import io.waitroom.room.SessionKey;
import io.waitroom.service.JoinSettings;
import io.waitroom.token.IssuerSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** The variables that say who may join, and how often. */
final class JoinVariables {
  private static final int MAX_PROXIES = 10;
  private static final int MAX_JOINS = 1_000;
  private static final int MAX_SPIKE = 1_000_000;
  private static final int MIN_WORK = 1_000;
  private static final int MAX_WORK = 10_000_000;
  private static final String MAC = "HmacSHA256";
  private static final byte[] PROOF_LABEL =
      "waitroom proof of work".getBytes(StandardCharsets.UTF_8);

  static final Variable<Integer> TRUSTED_PROXIES =
      Variable.of(
          "TRUSTED_PROXIES",
          ValueTypes.integer(0, MAX_PROXIES),
          "0",
          "How many proxies stand in front and add to `X-Forwarded-For`; 0 does not read it");

  static final Variable<Integer> JOIN_LIMIT =
      Variable.of(
          "JOIN_LIMIT",
          ValueTypes.integer(0, MAX_JOINS),
          "0",
          "Most places one client (verified person, else address; of IPv6 the first 64 bits) may"
              + " take in one event within `JOIN_LIMIT_WINDOW`, over all replicas; 0 for no limit");

  static final Variable<Duration> JOIN_LIMIT_WINDOW =
      Variable.of(
          "JOIN_LIMIT_WINDOW",
          ValueTypes.duration(Duration.ofSeconds(1), Duration.ofDays(1)),
          "1m",
          "The window of `JOIN_LIMIT`");

  static final Variable<JoinSettings.Proof> JOIN_PROOF =
      Variable.of(
          "JOIN_PROOF",
          ValueTypes.choice(ServerVariables.words(JoinSettings.Proof.values())),
          "off",
          "When a join needs a proof of work (ALTCHA): never, while an event's joins spike, or always");

  static final Variable<Integer> JOIN_PROOF_SPIKE =
      Variable.of(
          "JOIN_PROOF_SPIKE",
          ValueTypes.integer(1, MAX_SPIKE),
          "500",
          "Joins per second of one event that count as a spike");

  static final Variable<Integer> JOIN_PROOF_WORK =
      Variable.of(
          "JOIN_PROOF_WORK",
          ValueTypes.integer(MIN_WORK, MAX_WORK),
          "50000",
          "Most hashes a proof takes; half of it on average");

  static final Variable<JoinSettings.Identity> JOIN_IDENTITY =
      Variable.of(
          "JOIN_IDENTITY",
          ValueTypes.choice(ServerVariables.words(JoinSettings.Identity.values())),
          "off",
          "Whether a join may or must bring a MicroProfile JWT that shows who the buyer is; the"
              + " place is then theirs on any device");

  static final Variable<String> JWT_ISSUER =
      Variable.optional(
          "JWT_ISSUER",
          ValueTypes.text("\\p{Graph}{1,200}", "1 to 200 visible ASCII characters"),
          "The `iss` claim of buyers' tokens");

  static final Variable<URI> JWT_JWKS_URL =
      Variable.optional(
          "JWT_JWKS_URL",
          new ValueType<>(
              "an address that starts with https://, http:// or file:/", JoinVariables::url),
          "Where the issuer's public keys are, as a JSON Web Key Set");

  static final Variable<Set<String>> JWT_AUDIENCES =
      Variable.optional(
          "JWT_AUDIENCES",
          new ValueType<>(
              "names of visible ASCII characters, separated by commas", JoinVariables::names),
          "Of which buyers' tokens must name one as `aud`; not checked where there is none");

  static final List<Variable<?>> ALL =
      List.of(
          TRUSTED_PROXIES,
          JOIN_LIMIT,
          JOIN_LIMIT_WINDOW,
          JOIN_PROOF,
          JOIN_PROOF_SPIKE,
          JOIN_PROOF_WORK,
          JOIN_IDENTITY,
          JWT_ISSUER,
          JWT_JWKS_URL,
          JWT_AUDIENCES);

  private JoinVariables() {}

  /**
   * What these variables say.
   *
   * @param trustedProxies see {@link #TRUSTED_PROXIES}
   * @param work see {@link #JOIN_PROOF_WORK}
   * @param issuer empty where buyers do not show who they are
   */
  record Join(
      int trustedProxies, JoinSettings settings, int work, Optional<IssuerSettings> issuer) {}

  static Join read(ConfigReader reading) {
    int proxies = reading.get(TRUSTED_PROXIES);
    int limit = reading.get(JOIN_LIMIT);
    Duration window = reading.get(JOIN_LIMIT_WINDOW);
    JoinSettings.Proof proof = reading.get(JOIN_PROOF);
    int spike = reading.get(JOIN_PROOF_SPIKE);
    int work = reading.get(JOIN_PROOF_WORK);
    JoinSettings.Identity identity = reading.get(JOIN_IDENTITY);
    return new Join(
        proxies,
        new JoinSettings(limit, window, proof, spike, identity),
        work,
        issuer(reading, identity));
  }

  private static Optional<IssuerSettings> issuer(
      ConfigReader reading, JoinSettings.Identity identity) {
    Optional<String> name = reading.find(JWT_ISSUER);
    Optional<URI> keys = reading.find(JWT_JWKS_URL);
    Set<String> audiences = reading.find(JWT_AUDIENCES).orElse(Set.of());
    if (identity == JoinSettings.Identity.OFF) {
      return Optional.empty();
    }
    Stream.of(JWT_ISSUER, JWT_JWKS_URL)
        .filter(variable -> !reading.isSet(variable))
        .forEach(variable ->
            reading.problem(
                variable,
                "must be %s, because %s is %s"
                    .formatted(variable.kind().allowed(), JOIN_IDENTITY.name(), word(identity))));
    return name.flatMap(issuer -> keys.map(url -> new IssuerSettings(issuer, url, audiences)));
  }

  private static String word(JoinSettings.Identity identity) {
    return identity == JoinSettings.Identity.REQUIRED ? "required" : "optional";
  }

  /** One key for each session key, made from it, so that proofs need no key of their own. */
  static List<SecretKey> proofKeys(List<SessionKey> keys) {
    return keys.stream().map(JoinVariables::proofKey).toList();
  }

  private static SecretKey proofKey(SessionKey key) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(key.secret());
      return new SecretKeySpec(mac.doFinal(PROOF_LABEL), MAC);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK lacks " + MAC, e);
    }
  }

  private static URI url(String text) {
    URI uri = URI.create(text);
    boolean remote =
        ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
            && uri.getHost() != null;
    if (!remote && !("file".equals(uri.getScheme()) && uri.getPath() != null)) {
      throw new IllegalArgumentException("not such an address");
    }
    return uri;
  }

  private static Set<String> names(String text) {
    Set<String> names =
        Stream.of(text.split(",", -1)).map(String::strip).collect(Collectors.toUnmodifiableSet());
    if (!names.stream().allMatch(name -> name.matches("\\p{Graph}{1,200}"))) {
      throw new IllegalArgumentException("not such a name");
    }
    return names;
  }
}
