package io.waitroom.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerResponse;
import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.http.wire.Responses;
import jakarta.ws.rs.core.Response;

/** As {@link Responses}, for what is answered below JAX-RS. */
public final class PlainReplies {
  private static final Header PROBLEM =
      HeaderValues.createCached(HeaderNames.CONTENT_TYPE, Responses.PROBLEM_JSON.toString());
  private static final Header NO_STORE =
      HeaderValues.createCached(HeaderNames.CACHE_CONTROL, Responses.NO_STORE);

  private PlainReplies() {}

  /** A problem; closes the connection where that has to be. */
  public static void problem(ServerResponse response, ProblemException e) {
    Problem problem = e.problem();
    response.status(Status.create(problem.status())).header(PROBLEM).header(NO_STORE);
    problem.challenge().ifPresent(value -> response.header(HeaderNames.WWW_AUTHENTICATE, value));
    if (e.retryAfterSeconds() > 0) {
      response.header(HeaderNames.RETRY_AFTER, Integer.toString(e.retryAfterSeconds()));
    }
    if (e.isClosing()) {
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
    send(response, Responses.body(problem, e.detail(), e.field()));
  }

  /** What a resource answers, as JAX-RS would write it. */
  public static void send(ServerResponse response, Response answer) {
    response.status(Status.create(answer.getStatus()));
    answer
        .getHeaders()
        .forEach((name, values) ->
            response.header(
                HeaderNames.create(name),
                values.stream().map(String::valueOf).toArray(String[]::new)));
    send(response, (byte[]) answer.getEntity());
  }

  /**
   * Sends an answer that is complete.
   *
   * @throws CloseConnectionException when it cannot be: its caller has gone
   */
  public static void send(ServerResponse response, byte[] body) {
    try {
      response.send(body);
    } catch (RuntimeException e) {
      throw new CloseConnectionException("The caller has gone", e);
    }
  }
}
