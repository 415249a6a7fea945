package io.waitroom.http.server;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.http.wire.Responses;
import io.waitroom.ops.Metrics;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.concurrent.Semaphore;

/**
 * Limits how many requests this replica works on at once. Those beyond are turned away at once: a
 * queue in front of the work would only make everybody late. A permit covers work, never waiting
 * for the client: it is taken when the body has come, and given back before the answer is written.
 * Thread-safe.
 */
final class InFlightFilter implements Filter {
  private final Semaphore free;
  private final RouteTable routes;
  private final Metrics metrics;

  /**
   * @param most requests that are worked on at once
   */
  InFlightFilter(int most, RouteTable routes, Metrics metrics) {
    this.free = new Semaphore(most);
    this.routes = routes;
    this.metrics = metrics;
    metrics.requestsInFlight(() -> most - free.availablePermits());
  }

  /** The permit of one request. Confined to its thread. */
  private final class Permit {
    private final ServerRequest request;
    private boolean held;
    private boolean over;

    Permit(ServerRequest request) {
      this.request = request;
    }

    /** Takes the permit, or counts the request as turned away. */
    boolean take() {
      held = free.tryAcquire();
      if (held) {
        Answered.then(request, _ -> giveBack());
      } else {
        Answered.forget(request);
        metrics.requestTurnedAway();
      }
      return held;
    }

    /** Takes the permit for a body that has come; refuses the body when there is none. */
    InputStream takeFor(InputStream body) {
      return over || take() ? body : new RefusedBody(tooMany());
    }

    /** Gives the permit back, if it is held; it cannot be taken again. */
    void giveBack() {
      if (held) {
        free.release();
      }
      held = false;
      over = true;
    }
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    RouteTable.Match match = routes.match(request);
    if (!match.isLimited()) {
      chain.proceed();
      return;
    }
    Permit permit = new Permit(request);
    if (match.takesBody() && hasBody(request.headers())) {
      request.streamFilter(permit::takeFor);
    } else if (!permit.take()) {
      ResponseWriter.write(turnedAway(match.route().orElseThrow(), request), request, response);
      return;
    }
    try {
      chain.proceed();
    } finally {
      permit.giveBack();
    }
  }

  private static Response turnedAway(Route route, ServerRequest request) {
    return route.resource() instanceof BusyPage page
        ? page.busy(request)
        : Responses.problem(tooMany());
  }

  private static ProblemException tooMany() {
    return new ProblemException(
        Problem.TEMPORARILY_UNAVAILABLE, "Too many requests at once; nothing was done");
  }

  private static boolean hasBody(Headers headers) {
    return headers.contains(HeaderNames.TRANSFER_ENCODING) || headers.contentLength().orElse(0) > 0;
  }
}
