package io.waitroom.http.verify;

import io.waitroom.http.wire.ApiPaths;
import io.waitroom.http.wire.JsonReader;
import io.waitroom.http.wire.JsonWriter;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.http.wire.Responses;
import io.waitroom.service.VerifyDecision;
import io.waitroom.service.VerifyQuery;
import io.waitroom.service.VerifyService;
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
  private static final String CODE_HEADER = "X-Waitroom-Code";

  private final VerifyService verifications;

  @Inject
  public VerifyResource(VerifyService verifications) {
    this.verifications = verifications;
  }

  /** For a shop's own code: the token in the body, the answer in JSON. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces({MediaType.APPLICATION_JSON, Responses.PROBLEM_JSON})
  public Response verify(byte[] body) {
    VerifyQuery query = VerifyRequest.of(JsonReader.parse(body));
    return switch (verifications.verify(query)) {
      case VerifyDecision.Accepted accepted -> Responses.personal(200, view(accepted)).build();
      case VerifyDecision.Refused refused -> Responses.problem(VerifyProblems.of(refused));
    };
  }

  /**
   * For a proxy that asks before it lets a request through: no body either way, and whatever a
   * buyer's browser accepts is not looked at.
   */
  @GET
  public Response verify(
      @Context HttpHeaders headers, @QueryParam("event_id") @Nullable String eventId) {
    VerifyQuery query =
        VerifyRequest.of(
            PresentedToken.of(headers), eventId, headers.getHeaderString(CLIENT_HEADER));
    return switch (verifications.verify(query)) {
      case VerifyDecision.Accepted accepted -> headers(accepted);
      case VerifyDecision.Refused refused ->
          refusal(VerifyProblems.of(refused), query, headers.getHeaderString(ORIGINAL_URL_HEADER));
    };
  }

  /**
   * Repeats the problem's code in a header, as a proxy reads no body. Adds where the buyer waits,
   * if the event is known.
   */
  private static Response refusal(
      ProblemException e, VerifyQuery query, @Nullable String originalUrl) {
    Response.ResponseBuilder refusal =
        Response.fromResponse(Responses.problem(e)).header(CODE_HEADER, e.problem().code());
    query
        .event()
        .map(event -> PageAddress.of(event, originalUrl))
        .ifPresent(page -> refusal.header(PAGE_HEADER, page));
    return refusal.build();
  }

  private static byte[] view(VerifyDecision.Accepted accepted) {
    return JsonWriter.object(out ->
        out.put("session_id", accepted.token().sessionId())
            .put("event_id", accepted.token().eventId().value())
            .put("user_id", accepted.token().userId().value())
            .put("admitted_at", accepted.admittedAt())
            .put("expires_at", accepted.expiresAt())
            .put("claimed", accepted.claimed()));
  }

  /**
   * The same in headers, where a proxy can take it from; only the user's name can hold anything.
   */
  private static Response headers(VerifyDecision.Accepted accepted) {
    return Response.noContent()
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header("X-Waitroom-Session", accepted.token().sessionId())
        .header("X-Waitroom-Event", accepted.token().eventId().value())
        .header("X-Waitroom-User", PageAddress.encode(accepted.token().userId().value()))
        .header("X-Waitroom-Admitted", JsonWriter.time(accepted.admittedAt()))
        .header("X-Waitroom-Expires", JsonWriter.time(accepted.expiresAt()))
        .header("X-Waitroom-Claimed", accepted.claimed())
        .build();
  }
}
