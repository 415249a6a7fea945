package io.waitroom.http;

import io.waitroom.http.server.Problems;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Makes JAX-RS answer exceptions as everything else does. */
@Provider
public class ExceptionHook implements ExceptionMapper<Throwable> {
  @Override
  public Response toResponse(Throwable thrown) {
    return Problems.response(thrown);
  }
}
