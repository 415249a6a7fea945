package io.waitroom.http;

import io.waitroom.room.CheckoutTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;

/** The public keys with which a shop checks checkout tokens offline. */
@ApplicationScoped
@Path("/api/v1/waitroom/.well-known/jwks.json")
public class KeysResource {
  private static final int MAX_AGE_SECONDS = 300;

  private final CheckoutTokens tokens;

  @Inject
  KeysResource(CheckoutTokens tokens) {
    this.tokens = tokens;
  }

  /** All keys that may have signed a token that is still alive. */
  @GET
  @Produces(MediaType.APPLICATION_JSON)
  public Response keys() {
    return Replies.shared(tokens.publicKeys().getBytes(StandardCharsets.UTF_8), MAX_AGE_SECONDS);
  }
}
