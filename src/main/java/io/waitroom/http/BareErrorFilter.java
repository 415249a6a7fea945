package io.waitroom.http;

import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.Responses;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;

/**
 * Makes problems of the errors that Jersey answers by itself, with an empty body and past every
 * exception mapper: headers that cannot be parsed, for example.
 */
@Provider
public class BareErrorFilter implements ContainerResponseFilter {
  private static final Annotation[] NONE = {};

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getStatus() == 400 && !response.hasEntity()) {
      response.setEntity(
          Responses.problem(Problem.BAD_REQUEST, "A header is malformed").build().getEntity(),
          NONE,
          MediaType.valueOf(Responses.PROBLEM_JSON));
      response.getHeaders().putSingle("Cache-Control", "no-store");
    }
  }
}
