package io.waitroom.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.http.ServerRequest;
import io.waitroom.http.buyer.IdempotencyKey;
import io.waitroom.http.buyer.JoinRequest;
import io.waitroom.http.server.ClientAddress;
import io.waitroom.http.server.HttpSettings;
import io.waitroom.http.wire.ApiPaths;
import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.ops.Service;
import io.waitroom.room.EventId;
import io.waitroom.room.JoinAttempt;
import io.waitroom.room.JoinLimit;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.SpentProof;
import io.waitroom.room.UserId;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides on what terms somebody may join: as whom, how often, and whether for a proof of work.
 * What is wrong in itself is refused here, before Redis is asked; what has to be counted is left to
 * the room.
 */
@Service
public class JoinGate {
  private static final String BEARER = "Bearer ";

  /** Who asks, whether that is shown, and with which retry key. */
  record Buyer(UserId id, boolean verified, Optional<String> retryKey) {}

  private final JoinSettings settings;
  private final Optional<BuyerTokens> tokens;
  private final Altcha altcha;
  private final JoinRates rates = new JoinRates();

  @Inject
  JoinGate(HttpSettings settings) {
    this.settings = settings.join();
    this.tokens = this.settings.issuer().map(BuyerTokens::new);
    this.altcha = new Altcha(settings.proofKeys());
  }

  /**
   * Who asks to join, as far as the request alone tells.
   *
   * @param request the body
   * @param caller its headers and address
   * @throws ProblemException when it does not, or not rightly
   */
  Buyer identify(JoinRequest request, ServerRequest caller) {
    Optional<String> retryKey = IdempotencyKey.of(caller.headers());
    Optional<UserId> person = person(caller.headers());
    return new Buyer(user(request, person), person.isPresent(), retryKey);
  }

  /**
   * On what terms a buyer may join.
   *
   * @param room as known here
   * @throws ProblemException when they may not
   */
  JoinAttempt applicant(Buyer buyer, JoinRequest request, ServerRequest caller, RoomSnapshot room) {
    return new JoinAttempt(
        buyer.id(), buyer.verified(), buyer.retryKey(), limit(caller, buyer), proof(request, room));
  }

  /** A new challenge for an event. */
  byte[] challenge(EventId event) {
    return altcha.challenge(event.value(), settings.proofWork(), Instant.now());
  }

  private Optional<UserId> person(Headers headers) {
    if (settings.identity() == JoinSettings.Identity.OFF || tokens.isEmpty()) {
      return Optional.empty();
    }
    String authorization = headers.first(HeaderNames.AUTHORIZATION).orElse("");
    if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      if (settings.identity() == JoinSettings.Identity.REQUIRED) {
        throw new ProblemException(
            Problem.IDENTITY_REQUIRED, "Send Authorization: Bearer and a token of the issuer");
      }
      return Optional.empty();
    }
    try {
      return Optional.of(tokens.get().person(authorization.substring(BEARER.length()).strip()));
    } catch (BuyerTokens.InvalidTokenException e) {
      throw new ProblemException(Problem.IDENTITY_INVALID, "The bearer token is " + e.getMessage());
    }
  }

  private static UserId user(JoinRequest request, Optional<UserId> person) {
    if (person.isEmpty()) {
      return request
          .userId()
          .orElseThrow(() -> ProblemException.invalidField("user_id", "user_id is missing"));
    }
    if (request.userId().filter(named -> !named.equals(person.get())).isPresent()) {
      throw ProblemException.invalidField(
          "user_id", "user_id is not the person of the token; it may be left out");
    }
    return person.get();
  }

  private Optional<JoinLimit> limit(ServerRequest caller, Buyer buyer) {
    if (settings.joinsPerWindow() == 0) {
      return Optional.empty();
    }
    String client =
        buyer.verified()
            ? "user " + buyer.id().value()
            : "address " + ClientAddress.of(caller, settings.trustedProxies());
    return Optional.of(new JoinLimit(client, settings.joinsPerWindow(), settings.window()));
  }

  private Optional<SpentProof> proof(JoinRequest request, RoomSnapshot room) {
    if (!isProofNeeded(room)) {
      return Optional.empty();
    }
    String event = room.eventId().value();
    String payload =
        request
            .altcha()
            .orElseThrow(() ->
                new ProblemException(
                    Problem.PROOF_REQUIRED,
                    "Solve %s/events/%s/challenge and send it as altcha"
                        .formatted(ApiPaths.ROOT, event)));
    Instant now = Instant.now();
    return Optional.of(
        altcha
            .check(payload, event, now)
            .map(solution ->
                new SpentProof(solution.challenge(), Duration.between(now, solution.expires())))
            .orElseThrow(() ->
                new ProblemException(
                    Problem.PROOF_INVALID,
                    "altcha is not a solution of a challenge of this event that still lives")));
  }

  /** Whether a buyer need not show who they are. */
  boolean isOpenToStrangers() {
    return settings.identity() != JoinSettings.Identity.REQUIRED;
  }

  /** Whether a join needs a proof of work at the moment. */
  boolean isProofNeeded(RoomSnapshot room) {
    return switch (settings.proof()) {
      case OFF -> false;
      case ALWAYS -> true;
      case SPIKE -> rates.perSecond(room) >= settings.spike();
    };
  }
}
