package io.waitroom.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.microprofile.server.ServerCdiExtension;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.waitroom.http.buyer.SessionViews;
import io.waitroom.http.buyer.StatusResource;
import io.waitroom.http.buyer.WaitroomResource;
import io.waitroom.http.server.EarlyFilter;
import io.waitroom.http.server.GuardFilter;
import io.waitroom.http.wire.ApiPaths;
import io.waitroom.http.wire.HttpLimits;
import io.waitroom.http.wire.PathIds;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.ops.Service;
import io.waitroom.room.SessionIds;
import io.waitroom.room.SessionRef;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.util.function.Supplier;

/**
 * The ways round JAX-RS for nearly all that is asked: polls of a status, and joins. They call what
 * the resources call, and take only requests about which there is nothing to negotiate; everything
 * else goes on to {@link StatusResource} and {@link WaitroomResource}, which answer the same.
 */
@Service
public class Shortcuts {
  /** After {@link GuardFilter}, before Helidon. */
  private static final double WEIGHT = 9_000;

  private static final String JOIN = ApiPaths.ROOT + "/join";
  private static final String STATUS = ApiPaths.STATUS_URL;
  private static final String STATUS_ROUTE = STATUS + "{session_id}";
  private static final String JSON = "application/json";

  private final Standings standings;
  private final SessionIds sessionIds;
  private final SessionViews views;
  private final JoinExchange joins;
  private final ShortAnswers answers;

  @Inject
  Shortcuts(
      Standings standings,
      SessionIds sessionIds,
      SessionViews views,
      JoinExchange joins,
      ShortAnswers answers) {
    this.standings = standings;
    this.sessionIds = sessionIds;
    this.views = views;
    this.joins = joins;
    this.answers = answers;
  }

  /** An answer that is known, and can only fail any more because its caller has gone. */
  private interface Known {
    void send(RoutingResponse response);
  }

  /** Stands before the server starts. */
  void install(
      @Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) @Initialized(ApplicationScoped.class)
          Object started,
      ServerCdiExtension server) {
    server.addFeature(new EarlyFilter("shortcuts", WEIGHT, this::filter));
  }

  private void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    String path = request.prologue().uriPath().rawPath();
    Method method = request.prologue().method();
    if (method.equals(Method.GET) && path.startsWith(STATUS)) {
      String sessionId = path.substring(STATUS.length());
      if (isPlain(sessionId) && acceptsJson(request.headers())) {
        answers.give(
            STATUS_ROUTE, request, response, () -> attempt(() -> status(sessionId)).send(response));
        return;
      }
    } else if (method.equals(Method.POST) && path.equals(JOIN)) {
      if (sendsJson(request.headers()) && acceptsJson(request.headers())) {
        answers.give(JOIN, request, response, () -> attempt(() -> join(request)).send(response));
        return;
      }
    }
    chain.proceed();
  }

  private Known status(String sessionId) {
    SessionRef ref = PathIds.session(sessionIds, sessionId);
    byte[] view = views.status(sessionId, ref, standings.of(ref));
    return response -> PlainReplies.personal(response, Status.OK_200, view);
  }

  private Known join(RoutingRequest request) {
    int length = (int) request.headers().contentLength().orElse(-1);
    JoinExchange.Answer answer = joins.join(request.content().inputStream(), length, request);
    return response -> {
      if (answer.created()) {
        response.header(HeaderNames.LOCATION, answer.location());
      }
      PlainReplies.personal(response, Status.create(answer.status()), answer.json());
    };
  }

  private static Known attempt(Supplier<Known> work) {
    try {
      return work.get();
    } catch (RuntimeException | StackOverflowError e) {
      ProblemException problem = Failures.problem(e);
      return response -> PlainReplies.problem(response, problem);
    }
  }

  /** Whether a path segment is what it looks like: nothing encoded, no further segment. */
  static boolean isPlain(String segment) {
    for (int i = 0; i < segment.length(); i++) {
      char c = segment.charAt(i);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || c == '.'
              || c == '-'
              || c == '_';
      if (!plain) {
        return false;
      }
    }
    return !segment.isEmpty();
  }

  /** Whether there is no doubt about it: preferences are weighed by JAX-RS. */
  private static boolean acceptsJson(Headers headers) {
    if (!headers.contains(HeaderNames.ACCEPT)) {
      return true;
    }
    String accepted = headers.get(HeaderNames.ACCEPT).get();
    return accepted.equals("*/*")
        || accepted.equals(JSON)
        || (accepted.startsWith(JSON + ",") && accepted.indexOf(';') < 0);
  }

  /** Whether there is no doubt about it, and the body's length is told and allowed. */
  private static boolean sendsJson(Headers headers) {
    long length = headers.contentLength().orElse(-1);
    return length > 0
        && length <= HttpLimits.MAX_BODY_BYTES
        && headers.contains(HeaderNames.CONTENT_TYPE)
        && headers.get(HeaderNames.CONTENT_TYPE).get().equals(JSON);
  }
}
