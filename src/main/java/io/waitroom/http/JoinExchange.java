package io.waitroom.http;

import io.helidon.webserver.http.ServerRequest;
import io.waitroom.http.buyer.JoinRequest;
import io.waitroom.http.buyer.SessionViews;
import io.waitroom.http.wire.ApiPaths;
import io.waitroom.ops.Service;
import io.waitroom.room.SessionIds;
import jakarta.inject.Inject;
import java.io.InputStream;

/** A join over HTTP from its body to its answer, by whichever way it came in. */
@Service
public class JoinExchange {
  private final Bodies bodies;
  private final Joins joins;
  private final SessionIds sessionIds;
  private final SessionViews views;

  @Inject
  public JoinExchange(Bodies bodies, Joins joins, SessionIds sessionIds, SessionViews views) {
    this.bodies = bodies;
    this.joins = joins;
    this.sessionIds = sessionIds;
    this.views = views;
  }

  /**
   * What a join is answered.
   *
   * @param created whether the place is new: 201, or 200 for the place that the caller has
   * @param location where its status is
   * @param json the place as its owner sees it
   */
  @SuppressWarnings("ArrayRecordComponent") // sent, never compared
  public record Answer(boolean created, String location, byte[] json) {
    public int status() {
      return created ? 201 : 200;
    }
  }

  /**
   * Takes a place, or finds the one that the caller shows to be theirs.
   *
   * @param length what Content-Length says, in bytes; -1 when it does not
   * @throws ProblemException when the request is wrong or there is no place to be had
   * @throws io.waitroom.room.RoomUnavailableException when Redis cannot be asked
   */
  public Answer join(InputStream body, int length, ServerRequest caller) {
    JoinRequest request = JoinRequest.of(bodies.read(body, length));
    Joins.Taken taken = joins.join(request, caller);
    String sessionId = sessionIds.issue(taken.place().ref());
    return new Answer(
        taken.place().created(),
        ApiPaths.STATUS_URL + sessionId,
        views.joined(sessionId, taken.userId(), taken.place()));
  }
}
