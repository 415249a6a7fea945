import { createRemoteJWKSet, jwtVerify } from 'jose';

/** Checks checkout tokens of one event offline. Keep one instance: it caches the keys. */
export function checkoutTokens(keysUrl, issuer, eventId) {
  const keys = createRemoteJWKSet(new URL(keysUrl), {
    cacheMaxAge: 300_000, // milliseconds; the service's own max-age
    cooldownDuration: 5_000, // shortest time between two fetches for an unknown kid
  });
  const rules = { algorithms: ['ES256'], issuer, audience: eventId, requiredClaims: ['exp', 'sub', 'jti'] };

  /** The buyer is sub, the session jti; throws if the token is not valid. */
  return async (token) => (await jwtVerify(token, keys, rules)).payload;
}
