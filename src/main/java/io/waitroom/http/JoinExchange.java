package io.waitroom.http;

import io.helidon.webserver.http.ServerRequest;
import io.waitroom.http.buyer.Callers;
import io.waitroom.http.buyer.JoinAnswers;
import io.waitroom.http.buyer.JoinRequest;
import io.waitroom.http.server.HttpSettings;
import io.waitroom.ops.Service;
import io.waitroom.service.JoinService;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** A join over HTTP from its body to its answer, by whichever way it came in. */
@Service
public class JoinExchange {
  private final Bodies bodies;
  private final JoinService joins;
  private final JoinAnswers answers;
  private final int trustedProxies;

  @Inject
  public JoinExchange(
      Bodies bodies, JoinService joins, JoinAnswers answers, HttpSettings settings) {
    this.bodies = bodies;
    this.joins = joins;
    this.answers = answers;
    this.trustedProxies = settings.trustedProxies();
  }

  /**
   * Lets a buyer join, or finds the session that they show to be theirs.
   *
   * @param length what Content-Length says, in bytes; -1 when it does not
   * @throws ProblemException when the request is malformed
   * @throws io.waitroom.room.RoomUnavailableException when Redis cannot be asked
   */
  public Response join(InputStream body, int length, ServerRequest request) {
    JoinRequest join = JoinRequest.of(bodies.read(body, length));
    return answers.of(
        joins.join(
            join.eventId(), join.userId(), join.altcha(), Callers.of(request, trustedProxies)));
  }
}
