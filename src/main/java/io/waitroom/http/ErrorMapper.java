package io.waitroom.http;

import io.waitroom.http.wire.Responses;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** The way out for errors of the virtual machine, such as a stack overflow: a dull 500. */
@Provider
public class ErrorMapper implements ExceptionMapper<Error> {
  @Override
  public Response toResponse(Error error) {
    return Responses.problem(Failures.problem(error));
  }
}
