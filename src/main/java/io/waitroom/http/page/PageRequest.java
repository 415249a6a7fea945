package io.waitroom.http.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.waitroom.http.wire.ReturnUrl;
import io.waitroom.room.EventId;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.Rooms;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.UriInfo;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A request for the page, checked.
 *
 * @param reloads whether a browser without script is to load the page again by itself
 * @param visitor empty when the request has no cookie of ours
 * @param isSecure whether the browser's connection is encrypted, as far as can be known here
 */
record PageRequest(
    RoomSnapshot room,
    Language language,
    Optional<ReturnUrl> returnUrl,
    boolean reloads,
    Optional<Visitor> visitor,
    boolean isSecure) {
  private static final String RETURN_URL = "return_url";
  private static final String RELOAD = "reload";
  private static final String OFF = "off";
  private static final String HTTPS = "https";

  /**
   * A look at the page.
   *
   * @throws NoticeException when there is no such event, or no way to where it is to lead
   */
  static PageRequest of(String eventId, UriInfo uri, HttpHeaders headers, Rooms rooms) {
    if (!EventId.isValid(eventId)) {
      throw new NoticeException(NoticePage.NO_EVENT);
    }
    RoomSnapshot room =
        rooms
            .find(new EventId(eventId))
            .orElseThrow(() -> new NoticeException(NoticePage.NO_EVENT));
    Cookie cookie = headers.getCookies().get(Visitor.COOKIE);
    return new PageRequest(
        room,
        Language.of(headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE)),
        returnUrl(uri, room.settings()),
        !OFF.equals(uri.getQueryParameters().getFirst(RELOAD)),
        Visitor.of(cookie == null ? null : cookie.getValue()),
        isSecure(uri, headers));
  }

  /**
   * A form of the page.
   *
   * @throws NoticeException also when another page sent it
   */
  static PageRequest ofForm(String eventId, UriInfo uri, HttpHeaders headers, Rooms rooms) {
    if (!FormGuard.isOwn(headers)) {
      throw new NoticeException(NoticePage.FOREIGN);
    }
    return of(eventId, uri, headers, rooms);
  }

  /** Which event. */
  EventId event() {
    return room.eventId();
  }

  /** Where the page is. */
  String path() {
    return path("");
  }

  /** Where a form of the page is sent. */
  String path(String form) {
    return PageResource.ROOT + "/" + event() + form + query(reloads);
  }

  /** Where the page is that never loads itself again. */
  String pathWithoutReload() {
    return PageResource.ROOT + "/" + event() + query(false);
  }

  private String query(boolean isReloading) {
    List<String> parameters = new ArrayList<>();
    returnUrl.ifPresent(
        url -> parameters.add(RETURN_URL + "=" + URLEncoder.encode(url.toString(), UTF_8)));
    if (!isReloading) {
      parameters.add(RELOAD + "=" + OFF);
    }
    return parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
  }

  /** The cookie of a visitor: for this event's page only, and for no script. */
  String cookie(Visitor visitor) {
    return "%s=%s; Path=%s/%s; Max-Age=%d; HttpOnly; SameSite=Lax%s"
        .formatted(
            Visitor.COOKIE,
            visitor.cookie(),
            PageResource.ROOT,
            event(),
            RoomSettings.MAX_SESSION_TTL.toSeconds(),
            isSecure ? "; Secure" : "");
  }

  private static Optional<ReturnUrl> returnUrl(UriInfo uri, RoomSettings settings) {
    List<String> given = uri.getQueryParameters(false).get(RETURN_URL);
    if (given == null || given.equals(List.of(""))) {
      return Optional.empty();
    }
    try {
      String text = URLDecoder.decode(given.getFirst(), UTF_8);
      Optional<ReturnUrl> url = ReturnUrl.of(text, settings.page().returnOrigins());
      if (given.size() == 1 && url.isPresent()) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // Falls through: percent signs that encode nothing.
    }
    throw new NoticeException(NoticePage.BAD_RETURN);
  }

  private static boolean isSecure(UriInfo uri, HttpHeaders headers) {
    String forwarded = headers.getHeaderString("X-Forwarded-Proto");
    return HTTPS.equalsIgnoreCase(forwarded != null ? forwarded : uri.getRequestUri().getScheme());
  }
}
