package io.waitroom.token;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetParseException;
import com.nimbusds.jose.jwk.source.JWKSetRetrievalException;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The issuer's public keys, fetched anew with each call. A key that cannot be read is left out and
 * logged, as RFC 7517, section 5, wants it; keys that no accepted algorithm uses are left out too.
 *
 * <p>Thread-safe.
 */
final class IssuerKeys implements JWKSetSource<SecurityContext> {
  private static final System.Logger LOGGER = System.getLogger(IssuerKeys.class.getName());
  private static final Duration CONNECT_LIMIT = Duration.ofMillis(500);
  private static final Duration READ_LIMIT = Duration.ofSeconds(1);
  private static final int MAX_BYTES = 100_000;

  private final URL url;
  private final DefaultResourceRetriever retriever =
      new DefaultResourceRetriever(
          Math.toIntExact(CONNECT_LIMIT.toMillis()),
          Math.toIntExact(READ_LIMIT.toMillis()),
          MAX_BYTES);

  /** When the keys were read last, in ms since the epoch; 0 for never. */
  private volatile long readAt;

  private volatile @Nullable String failure = "not read yet";
  private volatile List<String> unreadable = List.of();

  IssuerKeys(URL url) {
    this.url = url;
  }

  @Override
  public JWKSet getJWKSet(
      JWKSetCacheRefreshEvaluator refresh, long now, @Nullable SecurityContext context)
      throws KeySourceException {
    try {
      JWKSet keys = usable(retriever.retrieveResource(url).getContent());
      readAt = now;
      failure = null;
      return keys;
    } catch (IOException e) {
      failure = String.valueOf(e.getMessage());
      throw new JWKSetRetrievalException("The issuer's keys cannot be fetched", e);
    } catch (ParseException e) {
      failure = "no JSON Web Key Set";
      throw new JWKSetParseException("The issuer's keys are no JSON Web Key Set", e);
    }
  }

  /** Returns whether the keys were read within {@code age} before {@code now}, ms of the epoch. */
  boolean wereRead(Duration age, long now) {
    long at = readAt;
    return at != 0 && now - at <= age.toMillis();
  }

  /** Returns why the last fetch failed; empty when it did not. */
  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  private JWKSet usable(String text) throws ParseException {
    Map<String, Object> set = JSONObjectUtils.parse(text);
    Map<String, Object>[] entries =
        set == null ? null : JSONObjectUtils.getJSONObjectArray(set, "keys");
    if (entries == null) {
      throw new ParseException("keys is missing", 0);
    }
    List<JWK> keys = new ArrayList<>();
    TreeSet<String> odd = new TreeSet<>();
    for (Map<String, Object> entry : entries) {
      try {
        JWK key = JWK.parse(entry);
        if (isUsable(key)) {
          keys.add(key);
        }
      } catch (ParseException | IllegalArgumentException e) {
        odd.add("%s (%s)".formatted(entry.get("kid"), e.getMessage()));
      }
    }
    tell(List.copyOf(odd));
    return new JWKSet(keys);
  }

  /** The keys of RS256 and ES256. */
  private static boolean isUsable(JWK key) {
    return key instanceof RSAKey || (key instanceof ECKey ec && ec.getCurve().equals(Curve.P_256));
  }

  /** Logs the keys that cannot be read, once for each change. */
  private void tell(List<String> odd) {
    if (!odd.equals(unreadable)) {
      unreadable = odd;
      LOGGER.log(
          Level.WARNING,
          "keys of JWT_JWKS_URL that cannot be read and are ignored: {0}",
          odd.isEmpty() ? "none any more" : String.join(", ", odd));
    }
  }

  @Override
  public void close() {
    // Nothing is held between two fetches.
  }
}
