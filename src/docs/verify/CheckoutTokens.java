import io.smallrye.jwt.KeyFormat;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.auth.principal.DefaultJWTParser;
import io.smallrye.jwt.auth.principal.JWTAuthContextInfo;
import io.smallrye.jwt.auth.principal.JWTParser;
import io.smallrye.jwt.auth.principal.ParseException;
import java.util.Set;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Checks checkout tokens of one event offline. Keep one instance: it caches the keys. */
public final class CheckoutTokens {
  private final JWTParser parser;

  public CheckoutTokens(String keysUrl, String issuer, String eventId) {
    JWTAuthContextInfo rules = new JWTAuthContextInfo();
    rules.setPublicKeyLocation(keysUrl);
    rules.setKeyFormat(KeyFormat.JWK);
    rules.setSignatureAlgorithm(Set.of(SignatureAlgorithm.ES256));
    rules.setIssuedBy(issuer);
    rules.setExpectedAudience(Set.of(eventId));
    rules.setRequiredClaims(Set.of("sub", "jti"));
    rules.setClockSkew(1); // seconds; a token ends when its checkout slot does
    rules.setJwksRefreshInterval(5); // minutes; the service's own max-age
    rules.setForcedJwksRefreshInterval(1); // minutes; shortest time between two fetches for an unknown kid
    parser = new DefaultJWTParser(rules);
  }

  /** The buyer is {@code getSubject()}, the session {@code getTokenID()}; throws if not valid. */
  public JsonWebToken verify(String token) throws ParseException {
    return parser.parse(token);
  }
}
