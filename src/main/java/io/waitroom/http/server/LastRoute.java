package io.waitroom.http.server;

import io.helidon.http.Method;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.Responses;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Set;

/**
 * The route behind all others: answers what neither JAX-RS nor a route of Helidon's took. Helidon
 * would answer plain text, and 404 also where a path of its own has other methods or other types.
 */
final class LastRoute {
  /** Behind everything else. */
  private static final double WEIGHT = 1;

  private static final String DOCUMENT = "/openapi";
  private static final Set<String> PROBES =
      Set.of("/health/live", "/health/ready", "/health/started");

  private LastRoute() {}

  static ListenerFeature feature() {
    return new ListenerFeature(
        "last",
        WEIGHT,
        context ->
            context.socket(WebServer.DEFAULT_SOCKET_NAME).httpRouting().any(LastRoute::answer));
  }

  private static void answer(ServerRequest request, ServerResponse response) {
    ResponseWriter.write(
        refusal(request.prologue().method(), request.prologue().uriPath().path()).build(),
        request,
        response);
  }

  private static Response.ResponseBuilder refusal(Method method, String path) {
    boolean isDocument = path.equals(DOCUMENT);
    if (isDocument && method.equals(Method.GET)) {
      return Responses.problem(Problem.NOT_ACCEPTABLE, "Accept must allow JSON or YAML");
    }
    if (isDocument || PROBES.contains(path)) {
      return Responses.problem(Problem.METHOD_NOT_ALLOWED, "Allow lists the methods of this path")
          .header(HttpHeaders.ALLOW, isDocument ? "GET" : "GET, HEAD");
    }
    return Responses.problem(Problem.NOT_FOUND, "Nothing has this path");
  }
}
