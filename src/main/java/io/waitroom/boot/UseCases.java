package io.waitroom.boot;

import io.waitroom.ops.Metrics;
import io.waitroom.room.CheckoutTokens;
import io.waitroom.room.PositionFeed;
import io.waitroom.room.Rooms;
import io.waitroom.room.SessionIds;
import io.waitroom.room.WaitingRoom;
import io.waitroom.service.JoinPolicy;
import io.waitroom.service.JoinService;
import io.waitroom.service.LeaveService;
import io.waitroom.service.SettleService;
import io.waitroom.service.StatusService;
import io.waitroom.service.VerifyService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the use cases of the ports, and hands them to resources and consumers. */
@ApplicationScoped
public class UseCases {
  @Produces
  @Singleton
  JoinService joins(
      JoinPolicy policy, Rooms rooms, WaitingRoom waitingRoom, SessionIds sessionIds) {
    return new JoinService(policy, rooms, waitingRoom, sessionIds);
  }

  @Produces
  @Singleton
  LeaveService leaves(SessionIds sessionIds, WaitingRoom waitingRoom) {
    return new LeaveService(sessionIds, waitingRoom);
  }

  @Produces
  @Singleton
  StatusService statuses(SessionIds sessionIds, PositionFeed positions, WaitingRoom waitingRoom) {
    return new StatusService(sessionIds, positions, waitingRoom);
  }

  @Produces
  @Singleton
  SettleService settlements(SessionIds sessionIds, WaitingRoom waitingRoom) {
    return new SettleService(sessionIds, waitingRoom);
  }

  @Produces
  @Singleton
  VerifyService verifications(
      CheckoutTokens tokens, SessionIds sessionIds, WaitingRoom waitingRoom, Metrics metrics) {
    return new VerifyService(tokens, sessionIds, waitingRoom, metrics);
  }
}
