package io.waitroom.http.server;

import io.helidon.http.Method;
import io.helidon.microprofile.server.ServerCdiExtension;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.waitroom.http.PlainReplies;
import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.ops.Service;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;

/** The filters before JAX-RS, in their order; turns away what is too much at once. */
@Service
public class ConnectionGuard {
  /** Before everything else. */
  private static final double WEIGHT = 10_000;

  private final GuardFilter guard;
  private final LargeAnswers largeAnswers;
  private final RequestLimit limit;
  private final YieldUnderLoad turns;
  private final Cors cors;

  @Inject
  public ConnectionGuard(
      GuardFilter guard,
      LargeAnswers largeAnswers,
      RequestLimit limit,
      YieldUnderLoad turns,
      Cors cors) {
    this.guard = guard;
    this.largeAnswers = largeAnswers;
    this.limit = limit;
    this.turns = turns;
    this.cors = cors;
  }

  /** Stands before the server starts. */
  public void install(
      @Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) @Initialized(ApplicationScoped.class)
          Object started,
      ServerCdiExtension server) {
    server.addFeature(new EarlyFilter("guard", WEIGHT, guard));
    server.addFeature(new EarlyFilter("large-answers", WEIGHT - 100, largeAnswers));
    server.addFeature(new EarlyFilter("request-limit", WEIGHT - 200, this::proceed));
  }

  private void proceed(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    turns.giveWay();
    // Decoded and without parameters, as JAX-RS looks at it.
    String path = request.prologue().uriPath().path();
    if (!RequestLimit.counts(path) || request.prologue().method().equals(Method.OPTIONS)) {
      chain.proceed();
    } else if (limit.enter()) {
      TimedConnection.countedBy(limit);
      try {
        chain.proceed();
      } finally {
        TimedConnection.countedBy(null);
        limit.leave();
      }
    } else {
      turnAway(path, request, response);
    }
  }

  private void turnAway(String path, RoutingRequest request, RoutingResponse response) {
    if (Cors.isPublic(path)) {
      cors.decorate(request, response);
    }
    PlainReplies.problem(
        response, new ProblemException(Problem.TEMPORARILY_UNAVAILABLE, RequestLimit.TOO_MANY));
  }
}
