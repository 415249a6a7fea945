package io.waitroom.http.buyer;

import io.waitroom.http.server.Unlimited;
import io.waitroom.http.wire.Responses;
import io.waitroom.room.CheckoutTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;

/** The public keys with which a shop checks checkout tokens offline. */
@ApplicationScoped
@Unlimited
@Path("/api/v1/waitroom/.well-known/jwks.json")
public class KeysResource {
  private static final int MAX_AGE_SECONDS = 300;

  private final byte[] keys;
  private final EntityTag tag;

  @Inject
  public KeysResource(CheckoutTokens tokens) {
    this.keys = tokens.publicKeys().getBytes(StandardCharsets.UTF_8);
    this.tag = Responses.tag(keys);
  }

  /** All keys that may have signed a token that is still alive; 304 for one who has them. */
  @GET
  @Produces({MediaType.APPLICATION_JSON, Responses.PROBLEM_JSON})
  public Response keys(@Context Request request) {
    Response.ResponseBuilder held = request.evaluatePreconditions(tag);
    return Responses.shared(
            held == null ? Response.ok(keys, MediaType.APPLICATION_JSON_TYPE) : held,
            MAX_AGE_SECONDS)
        .tag(tag)
        .build();
  }
}
