import { createRemoteJWKSet, jwtVerify } from 'jose';

/** Checks checkout tokens of one event offline. Keep one: it keeps the keys. */
export function checkoutTokens(keysUrl, issuer, eventId) {
  const keys = createRemoteJWKSet(new URL(keysUrl), {
    cacheMaxAge: 300_000, // milliseconds; the service's own max-age
    cooldownDuration: 5_000, // how often an unknown kid makes it look again
  });
  const rules = { algorithms: ['ES256'], issuer, audience: eventId, requiredClaims: ['exp', 'sub', 'jti'] };

  /** The buyer is sub, their place jti; throws when the token is not good. */
  return async (token) => (await jwtVerify(token, keys, rules)).payload;
}
