package io.waitroom.http.server;

import io.waitroom.room.EventId;
import io.waitroom.room.RoomSettings;
import java.util.Optional;
import java.util.Set;

/**
 * What the HTTP edge needs to know.
 *
 * @param adminKey bearer key of the admin API; where there is none, the admin API answers 403
 * @param checkoutUrl where admitted buyers go; {@code {event_id}}, {@code {session_id}} and {@code
 *     {token}} are replaced
 * @param corsOrigins whose pages may call the public API from a browser, as browsers write them
 * @param maxInFlight most requests worked on at once, 1 to 100 000
 * @param trustedProxies how many proxies stand in front and add to {@code X-Forwarded-For}; the
 *     client's address is what the outermost of them saw; 0 to 10, 0 takes the connection's
 * @param defaults settings of an event where the operator names none
 * @param version of the service, as told by {@code /health}
 */
public record HttpSettings(
    Optional<String> adminKey,
    Optional<String> checkoutUrl,
    Set<String> corsOrigins,
    int maxInFlight,
    int trustedProxies,
    RoomSettings defaults,
    String version) {
  public HttpSettings {
    corsOrigins = Set.copyOf(corsOrigins);
    if (adminKey.filter(String::isBlank).isPresent()) {
      throw new IllegalArgumentException("adminKey must not be empty where there is one");
    }
  }

  /**
   * Where an admitted buyer goes, if the service has been told. All three values consist of
   * characters that a URL can hold anywhere.
   */
  public Optional<String> checkoutUrl(EventId event, String sessionId, String token) {
    return checkoutUrl.map(url ->
        url.replace("{event_id}", event.value())
            .replace("{session_id}", sessionId)
            .replace("{token}", token));
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "HttpSettings[admin=%s, checkoutUrl=%s, corsOrigins=%s, trustedProxies=%d, defaults=%s]"
        .formatted(adminKey.isPresent(), checkoutUrl, corsOrigins, trustedProxies, defaults);
  }
}
