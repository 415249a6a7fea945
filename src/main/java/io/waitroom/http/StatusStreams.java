package io.waitroom.http;

import io.waitroom.http.buyer.SessionViews;
import io.waitroom.http.wire.HttpLimits;
import io.waitroom.http.wire.PathIds;
import io.waitroom.ops.Service;
import io.waitroom.room.Rooms;
import io.waitroom.room.SessionIds;
import io.waitroom.room.SessionRef;
import io.waitroom.service.StatusService;
import jakarta.inject.Inject;
import java.util.concurrent.Semaphore;

/** Makes the streams that are asked for. */
@Service
public class StatusStreams {
  private final StatusService statuses;
  private final Rooms rooms;
  private final SessionIds sessionIds;
  private final SessionViews views;

  /** Most streams that ask Redis at once, when a change concerns many. */
  private final Semaphore reads = new Semaphore(HttpLimits.MAX_STREAM_READS);

  @Inject
  public StatusStreams(
      StatusService statuses, Rooms rooms, SessionIds sessionIds, SessionViews views) {
    this.statuses = statuses;
    this.rooms = rooms;
    this.sessionIds = sessionIds;
    this.views = views;
  }

  /**
   * The stream of the place that a path names.
   *
   * @throws ProblemException when there is no such place
   * @throws io.waitroom.room.RoomUnavailableException when Redis cannot be asked
   */
  public StatusFeed of(String sessionId) {
    SessionRef ref = PathIds.session(sessionIds, sessionId);
    return new StatusFeed(sessionId, ref, statuses, rooms, views, reads);
  }
}
