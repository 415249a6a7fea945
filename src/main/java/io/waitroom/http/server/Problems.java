package io.waitroom.http.server;

import io.helidon.http.HttpException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.http.wire.Responses;
import io.waitroom.room.RoomUnavailableException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.lang.System.Logger.Level;

/** The one way out for everything that is thrown: a row of the {@link Problem} table. */
public final class Problems {
  private static final System.Logger LOGGER = System.getLogger(Problems.class.getName());
  private static final String FAULT = "The fault is the service's";

  private Problems() {}

  /** Answers a request that ended in an exception: the error handler of Helidon's routing. */
  static void handle(ServerRequest request, ServerResponse response, Throwable thrown) {
    ResponseWriter.write(response(thrown), request, response);
  }

  /** Returns the answer; of a bug, the log gets the stack and the client does not. */
  public static Response response(Throwable thrown) {
    return switch (thrown) {
      case ProblemException e -> Responses.problem(e);
      case RoomUnavailableException e -> {
        LOGGER.log(Level.DEBUG, "Answered 503", e);
        yield Responses.problem(
                Problem.TEMPORARILY_UNAVAILABLE, "Nothing is lost; please try again in a moment")
            .build();
      }
      // Empty, or Helidon would not go on to its own routes: health, the API document.
      case NotFoundException e -> Response.status(e.getResponse().getStatus()).build();
      case WebApplicationException e -> framework(e.getResponse());
      case HttpException e -> framework(Response.status(e.status().code()).build());
      default -> {
        LOGGER.log(Level.ERROR, "A request failed; this is a bug", thrown);
        yield Responses.problem(Problem.INTERNAL_ERROR, FAULT).build();
      }
    };
  }

  /** What Jersey or Helidon would answer, in our words. */
  private static Response framework(Response response) {
    int status = response.getStatus();
    if (status < 400) {
      return response;
    }
    Response.ResponseBuilder problem =
        switch (status) {
          case 404 -> Responses.problem(Problem.NOT_FOUND, "Nothing has this path");
          case 405 ->
              Responses.problem(Problem.METHOD_NOT_ALLOWED, "Allow lists the methods of this path")
                  .header(HttpHeaders.ALLOW, response.getHeaderString(HttpHeaders.ALLOW));
          case 406 ->
              Responses.problem(Problem.NOT_ACCEPTABLE, "Accept must allow application/json");
          case 413 -> Responses.problem(Problem.BODY_TOO_LARGE, "The body is too large");
          case 415 ->
              Responses.problem(
                  Problem.UNSUPPORTED_MEDIA_TYPE, "Content-Type must be application/json");
          default ->
              status < 500
                  ? Responses.problem(Problem.BAD_REQUEST, "The request is malformed")
                  : Responses.problem(Problem.INTERNAL_ERROR, FAULT);
        };
    return problem.build();
  }
}
