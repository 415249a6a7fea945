package io.waitroom.http.page;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.waitroom.http.server.BusyPage;
import io.waitroom.http.server.ClientAddress;
import io.waitroom.http.server.HttpSettings;
import io.waitroom.room.EventId;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.RoomUnavailableException;
import io.waitroom.room.Rooms;
import io.waitroom.service.JoinDecision;
import io.waitroom.service.JoinNeeds;
import io.waitroom.service.JoinService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The page on which buyers wait, and its two forms. Looking at it takes no place: those who load
 * pages ahead or crawl them would take one too. Everything it answers is a page.
 */
@ApplicationScoped
@Path(PageResource.ROOT)
public class PageResource implements BusyPage {
  static final String ROOT = "/waitroom";

  /** Where the page's script puts a solved proof of work. */
  private static final String PROOF_HEADER = "X-Altcha";

  private static final System.Logger LOGGER = System.getLogger(PageResource.class.getName());

  private final Rooms rooms;
  private final VisitorSessions places;
  private final HttpSettings settings;
  private final JoinService joins;

  @Inject
  PageResource(Rooms rooms, VisitorSessions places, JoinService joins, HttpSettings settings) {
    this.rooms = rooms;
    this.places = places;
    this.joins = joins;
    this.settings = settings;
  }

  /** The page, as it is for this visitor at this moment. */
  @GET
  @Path("{event_id}")
  public Response page(
      @PathParam("event_id") String eventId, @Context UriInfo uri, @Context HttpHeaders headers) {
    return answer(
        headers,
        () -> {
          PageRequest visit = PageRequest.of(eventId, uri, headers, rooms);
          Visitor visitor = visit.visitor().orElseGet(Visitor::anew);
          Response.ResponseBuilder page = page(200, visit, places.of(visit.event(), visitor));
          if (visit.visitor().isEmpty()) {
            page.header(HttpHeaders.SET_COOKIE, visit.cookie(visitor));
          }
          return page.build();
        });
  }

  /** Takes a place, or finds the one that the visitor has; then back to the page. */
  @POST
  @Path("{event_id}/join")
  public Response join(
      @PathParam("event_id") String eventId,
      @Context UriInfo uri,
      @Context HttpHeaders headers,
      @Context ServerRequest caller) {
    return answer(
        headers,
        () -> {
          PageRequest visit = PageRequest.ofForm(eventId, uri, headers, rooms);
          Visitor visitor =
              visit.visitor().orElseThrow(() -> new NoticeException(NoticePage.NO_COOKIE));
          Optional<String> altcha = Optional.ofNullable(headers.getHeaderString(PROOF_HEADER));
          String address = ClientAddress.of(caller, settings.trustedProxies());
          return switch (places.join(visit.event(), visitor, altcha, address)) {
            case JoinDecision.Joined joined ->
                PageReplies.seeOther(visit.path())
                    .header(HttpHeaders.SET_COOKIE, visit.cookie(visitor.with(joined)))
                    .build();
            case JoinDecision.Refused refused -> refused(visit, refused);
          };
        });
  }

  /** What the page says to a visitor who did not get in. */
  private Response refused(PageRequest visit, JoinDecision.Refused refused) {
    return switch (refused) {
      case JoinDecision.RoomClosed _,
          JoinDecision.IdentityRequired _,
          JoinDecision.ProofRequired _,
          JoinDecision.ProofInvalid _,
          JoinDecision.ProofSpent _ ->
          page(403, visit, new VisitorState.None()).build();
      case JoinDecision.QueueFull _ -> full(503, visit);
      case JoinDecision.TooManyJoins _ -> full(429, visit);
      case JoinDecision.NoSuchEvent _ -> throw new NoticeException(NoticePage.NO_EVENT);
      // Only somebody who knows the visitor's id, but not their secret, gets here.
      case JoinDecision.AlreadyJoined _ -> throw new NoticeException(NoticePage.NO_COOKIE);
      case JoinDecision.IdentityInvalid _,
          JoinDecision.UserMissing _,
          JoinDecision.UserMismatch _ ->
          throw new IllegalStateException("a visitor has a name and no token, yet " + refused);
    };
  }

  /** Gives the visitor's place up, if they have one; then back to the page. */
  @POST
  @Path("{event_id}/leave")
  public Response leave(
      @PathParam("event_id") String eventId, @Context UriInfo uri, @Context HttpHeaders headers) {
    return answer(
        headers,
        () -> {
          PageRequest visit = PageRequest.ofForm(eventId, uri, headers, rooms);
          visit.visitor().ifPresent(visitor -> places.leave(visit.event(), visitor));
          return PageReplies.seeOther(visit.path()).build();
        });
  }

  @Override
  public Response busy(ServerRequest request) {
    String languages = request.headers().first(HeaderNames.ACCEPT_LANGUAGE).orElse(null);
    return PageReplies.notice(NoticePage.AWAY, Language.of(languages));
  }

  private Response.ResponseBuilder page(int status, PageRequest visit, VisitorState place) {
    EventId event = visit.event();
    RoomSnapshot room = visit.room();
    Optional<String> checkoutUrl =
        place instanceof VisitorState.Turn turn
            ? settings.checkoutUrl(event, turn.sessionId(), turn.token())
            : Optional.empty();
    JoinNeeds needs = joins.needs(room);
    Markup html = WaitPage.html(visit, place, checkoutUrl, needs);
    return PageReplies.html(status, visit.language(), html);
  }

  private Response full(int status, PageRequest visit) {
    return page(status, visit, new VisitorState.Full())
        .header(HttpHeaders.RETRY_AFTER, WaitPage.FULL_RETRY_SECONDS)
        .build();
  }

  private static Response answer(HttpHeaders headers, Supplier<Response> answer) {
    Language language = Language.of(headers.getHeaderString(HttpHeaders.ACCEPT_LANGUAGE));
    try {
      return answer.get();
    } catch (NoticeException e) {
      return PageReplies.notice(e.notice(), language);
    } catch (RoomUnavailableException e) {
      LOGGER.log(Level.DEBUG, "Answered 503", e);
      return PageReplies.notice(NoticePage.AWAY, language);
    } catch (RuntimeException e) {
      LOGGER.log(Level.ERROR, "A page failed; this is a bug", e);
      return PageReplies.notice(NoticePage.BROKEN, language);
    }
  }
}
