package io.waitroom.http.verify;

import io.waitroom.http.Door;
import io.waitroom.http.wire.ApiPaths;
import io.waitroom.http.wire.JsonReader;
import io.waitroom.http.wire.JsonWriter;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.http.wire.Responses;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * What shops and the proxies in front of them ask: whether somebody who shows a checkout token may
 * go on, revocation included.
 */
@ApplicationScoped
@Path(ApiPaths.VERIFY)
public class VerifyResource {
  public static final String CLIENT_HEADER = "X-Waitroom-Client";

  private static final String ORIGINAL_URL_HEADER = "X-Original-URL";
  private static final String PAGE_HEADER = "X-Waitroom-Page";

  private final Door door;

  @Inject
  public VerifyResource(Door door) {
    this.door = door;
  }

  /** For a shop's own code: the token in the body, the answer in JSON. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces({MediaType.APPLICATION_JSON, Responses.PROBLEM_JSON})
  public Response verify(byte[] body) {
    Door.Pass pass = door.open(VerifyRequest.of(JsonReader.parse(body)));
    return Responses.personal(200, view(pass)).build();
  }

  /**
   * For a proxy that asks before it lets a request through: no body either way, and whatever a
   * buyer's browser accepts is not looked at.
   */
  @GET
  public Response verify(
      @Context HttpHeaders headers, @QueryParam("event_id") @Nullable String eventId) {
    Door.Knock knock =
        VerifyRequest.of(
            PresentedToken.of(headers), eventId, headers.getHeaderString(CLIENT_HEADER));
    try {
      return headers(door.open(knock));
    } catch (ProblemException e) {
      Response.ResponseBuilder refused = Responses.problem(e);
      knock
          .event()
          .map(event -> PageAddress.of(event, headers.getHeaderString(ORIGINAL_URL_HEADER)))
          .ifPresent(page -> refused.header(PAGE_HEADER, page));
      return refused.build();
    }
  }

  private static byte[] view(Door.Pass pass) {
    return JsonWriter.object(out ->
        out.put("session_id", pass.token().sessionId())
            .put("event_id", pass.token().eventId().value())
            .put("user_id", pass.token().userId().value())
            .put("admitted_at", pass.admittedAt())
            .put("expires_at", pass.expiresAt())
            .put("claimed", pass.claimed()));
  }

  /**
   * The same in headers, where a proxy can take it from; only the user's name can hold anything.
   */
  private static Response headers(Door.Pass pass) {
    return Response.noContent()
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header("X-Waitroom-Session", pass.token().sessionId())
        .header("X-Waitroom-Event", pass.token().eventId().value())
        .header("X-Waitroom-User", PageAddress.encode(pass.token().userId().value()))
        .header("X-Waitroom-Admitted", JsonWriter.time(pass.admittedAt()))
        .header("X-Waitroom-Expires", JsonWriter.time(pass.expiresAt()))
        .header("X-Waitroom-Claimed", pass.claimed())
        .build();
  }
}
