package io.waitroom.service;

import io.waitroom.room.BuyerIdentity;
import io.waitroom.room.JoinAttempt;
import io.waitroom.room.JoinLimit;
import io.waitroom.room.ProofOfWork;
import io.waitroom.room.RoomSnapshot;
import io.waitroom.room.Rooms;
import io.waitroom.room.SpentProof;
import io.waitroom.room.Ticker;
import io.waitroom.room.UserId;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Decides on what terms somebody may join: as whom, how often, and whether for a proof of work.
 * Whatever a request alone shows to be wrong is refused here, before Redis is asked; what has to be
 * counted is left to the room. Thread-safe.
 */
public final class JoinPolicy {
  private final JoinSettings settings;
  private final Optional<BuyerIdentity> identities;
  private final ProofOfWork proofs;
  private final JoinSpikes spikes;

  /**
   * @param identities empty where identity is off
   */
  public JoinPolicy(
      JoinSettings settings,
      Optional<BuyerIdentity> identities,
      ProofOfWork proofs,
      Rooms rooms,
      Ticker ticker) {
    if (identities.isEmpty() && settings.identity() != JoinSettings.Identity.OFF) {
      throw new IllegalArgumentException("an identity needs somebody who checks it");
    }
    this.settings = settings;
    this.identities = identities;
    this.proofs = proofs;
    this.spikes = new JoinSpikes(settings.spike(), rooms, ticker);
  }

  /** Who asks, or why they may not. */
  sealed interface Identified {}

  /** The terms of a join, or why there are none. */
  sealed interface Terms {}

  /**
   * Somebody who asks to join.
   *
   * @param verified whether it is shown that the caller is this user
   */
  record Buyer(UserId userId, boolean verified, Caller caller) implements Identified {}

  /** A join that the room may be asked for. */
  record Granted(JoinAttempt attempt) implements Terms {}

  /** A join that ends here. */
  record Refusal(JoinDecision.Refused decision) implements Identified, Terms {}

  /**
   * Finds out who asks.
   *
   * @param named the user that the request names
   * @throws io.waitroom.room.RoomUnavailableException when a token cannot be checked now
   */
  Identified identify(Optional<UserId> named, Caller caller) {
    if (identities.isEmpty() || caller.bearer().isEmpty()) {
      return settings.identity() == JoinSettings.Identity.REQUIRED
          ? new Refusal(new JoinDecision.IdentityRequired())
          : stranger(named, caller);
    }
    return switch (identities.get().identify(caller.bearer().get())) {
      case BuyerIdentity.Identity.Known(UserId user) ->
          named.filter(name -> !name.equals(user)).isPresent()
              ? new Refusal(new JoinDecision.UserMismatch())
              : new Buyer(user, true, caller);
      case BuyerIdentity.Identity.Invalid(String flaw) ->
          new Refusal(new JoinDecision.IdentityInvalid(flaw));
    };
  }

  private static Identified stranger(Optional<UserId> named, Caller caller) {
    return named
        .<Identified>map(user -> new Buyer(user, false, caller))
        .orElseGet(() -> new Refusal(new JoinDecision.UserMissing()));
  }

  /**
   * Decides on what terms a buyer may join.
   *
   * @param room as this replica knows it
   * @param solution a solved challenge; empty where there is none
   */
  Terms terms(RoomSnapshot room, Buyer buyer, Optional<String> solution) {
    if (!isProofNeeded(room, spikes::attempt)) {
      return granted(buyer, Optional.empty());
    }
    if (solution.isEmpty()) {
      return new Refusal(new JoinDecision.ProofRequired(room.eventId()));
    }
    Optional<SpentProof> proof = proofs.check(solution.get(), room.eventId());
    return proof.isPresent() ? granted(buyer, proof) : new Refusal(new JoinDecision.ProofInvalid());
  }

  private Terms granted(Buyer buyer, Optional<SpentProof> proof) {
    return new Granted(
        new JoinAttempt(
            buyer.userId(), buyer.verified(), buyer.caller().retryKey(), limit(buyer), proof));
  }

  private Optional<JoinLimit> limit(Buyer buyer) {
    if (settings.joinsPerWindow() == 0) {
      return Optional.empty();
    }
    String client =
        buyer.verified() ? "user " + buyer.userId().value() : "address " + buyer.caller().address();
    return Optional.of(new JoinLimit(client, settings.joinsPerWindow(), settings.window()));
  }

  /** Returns what a join has to bring at the moment. */
  JoinNeeds needs(RoomSnapshot room) {
    return new JoinNeeds(
        settings.identity() == JoinSettings.Identity.REQUIRED, isProofNeeded(room, spikes::isOn));
  }

  /** Returns a new challenge for the event of a room. */
  ProofOfWork.Challenge challenge(RoomSnapshot room) {
    return proofs.challenge(room.eventId());
  }

  private boolean isProofNeeded(RoomSnapshot room, Predicate<RoomSnapshot> isSpike) {
    return switch (settings.proof()) {
      case OFF -> false;
      case ALWAYS -> true;
      case SPIKE -> isSpike.test(room);
    };
  }
}
