package io.waitroom.http;

import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.Responses;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/**
 * The way out for every exception: a row of the {@link Problem} table. Declared for {@code
 * Exception}, because Helidon brings a mapper of that type which this one has to take precedence
 * over; {@link ErrorMapper} has the rest.
 */
@Provider
public class ProblemMapper implements ExceptionMapper<Exception> {
  private final UriInfo uri;

  /**
   * @param uri of the request at hand
   */
  public ProblemMapper(@Context UriInfo uri) {
    this.uri = uri;
  }

  @Override
  public Response toResponse(Exception thrown) {
    return switch (thrown) {
      case WebApplicationException e -> framework(e.getResponse());
      default -> Responses.problem(Failures.problem(thrown));
    };
  }

  /** Jersey's paths have no leading slash. */
  static boolean isApi(String path) {
    return path.equals("api") || path.startsWith("api/");
  }

  private Response framework(Response response) {
    int status = response.getStatus();
    if (status == 404 && !isApi(uri.getPath())) {
      // Empty, or Helidon would not go on to its own routes: health, metrics, the API document.
      return Response.status(404).build();
    }
    if (status < 400) {
      return response;
    }
    Response.ResponseBuilder problem =
        switch (status) {
          case 404 -> Responses.problem(Problem.NOT_FOUND, "No operation has this path");
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
                  : Responses.problem(Problem.INTERNAL_ERROR, "The fault is the service's");
        };
    return problem.build();
  }
}
