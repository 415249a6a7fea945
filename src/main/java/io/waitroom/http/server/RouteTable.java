package io.waitroom.http.server;

import io.helidon.webserver.http.ServerRequest;
import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.ops.Service;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The table of all routes, read once from the annotations of the resources. It matches paths as
 * Jersey does: undecoded, without matrix parameters, a literal segment before a parameter, and with
 * or without a slash at the end.
 */
@Service
public class RouteTable {
  private static final String API = "/api";

  /** The label of requests that are answered, but by no operation. */
  private static final String OTHER = "other";

  private final Segment root = new Segment();
  private final List<Route> routes;

  @Inject
  public RouteTable(Application application, @Any Instance<Object> beans) {
    this(application.getClasses(), type -> beans.select(type).get());
  }

  /**
   * @param classes of which those that are no resources have no routes
   * @param resources finds the object of a resource class
   */
  RouteTable(Collection<Class<?>> classes, Function<Class<?>, Object> resources) {
    this.routes =
        classes.stream()
            .filter(type -> type.isAnnotationPresent(Path.class))
            .flatMap(type -> Stream.of(type.getDeclaredMethods()))
            .flatMap(method -> route(method, resources).stream())
            .toList();
    routes.forEach(this::add);
  }

  /**
   * What the table says of a request.
   *
   * @param route the operation that answers; empty where there is none, or JAX-RS answers by itself
   * @param parameters the values of the path's parameters, in its order, undecoded
   * @param label the route's template, or {@code other}; empty where the request falls through to
   *     Helidon's own routes
   * @param isUnknown whether the path is the API's, but no operation has it
   */
  record Match(
      Optional<Route> route, List<String> parameters, Optional<String> label, boolean isUnknown) {
    /** Returns whether the operation reads a body. */
    boolean takesBody() {
      return route.isPresent() && route.get().takesBody();
    }

    /** Returns whether the request counts for the limit of requests in flight. */
    boolean isLimited() {
      return route.isPresent() && route.get().isLimited();
    }

    /**
     * Refuses a path that the API does not have.
     *
     * @throws ProblemException 404
     */
    void requireKnown() {
      if (isUnknown) {
        throw new ProblemException(Problem.NOT_FOUND, "No operation has this path");
      }
    }
  }

  /** One step of a path: what may come next, and what is here. */
  private static final class Segment {
    private final Map<String, Segment> literals = new HashMap<>();
    private final Map<String, Route> byVerb = new HashMap<>();
    private @Nullable Segment parameter;

    Segment next(String segment) {
      if (!segment.startsWith("{")) {
        return literals.computeIfAbsent(segment, _ -> new Segment());
      }
      if (parameter == null) {
        parameter = new Segment();
      }
      return parameter;
    }
  }

  /** Returns all routes that resources declare. */
  List<Route> routes() {
    return routes;
  }

  /** Looks up a request, once. */
  Match match(ServerRequest request) {
    Optional<Match> known = request.context().get(Match.class);
    if (known.isPresent()) {
      return known.get();
    }
    Match match =
        match(request.prologue().method().text(), request.prologue().uriPath().rawPathNoParams());
    request.context().register(match);
    return match;
  }

  /** Looks up an HTTP method and an undecoded path. */
  Match match(String verb, String path) {
    List<String> parameters = new ArrayList<>(2);
    Segment at = walk(path, parameters);
    if (at == null || at.byVerb.isEmpty()) {
      boolean isApi = path.equals(API) || path.startsWith(API + "/");
      return new Match(
          Optional.empty(), List.of(), isApi ? Optional.of(OTHER) : Optional.empty(), isApi);
    }
    // What has GET has HEAD, and everything has OPTIONS: Jersey sees to both.
    Route route =
        at.byVerb.get(
            verb.equals(HttpMethod.HEAD) && !at.byVerb.containsKey(verb) ? HttpMethod.GET : verb);
    if (route != null) {
      return new Match(Optional.of(route), parameters, Optional.of(route.template()), false);
    }
    String label =
        verb.equals(HttpMethod.OPTIONS) ? at.byVerb.values().iterator().next().template() : OTHER;
    return new Match(Optional.empty(), parameters, Optional.of(label), false);
  }

  private @Nullable Segment walk(String path, List<String> parameters) {
    Segment at = root;
    int from = 1;
    while (at != null && from < path.length()) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 ? path.length() : slash;
      String text = path.substring(from, to);
      Segment next = at.literals.get(text);
      if (next == null && at.parameter != null && !text.isEmpty()) {
        next = at.parameter;
        parameters.add(text);
      }
      at = next;
      from = to + 1;
    }
    return at;
  }

  private void add(Route route) {
    Segment at = root;
    for (String segment : route.segments()) {
      at = at.next(segment);
    }
    at.byVerb.put(route.verb(), route);
  }

  private static Optional<Route> route(Method method, Function<Class<?>, Object> resources) {
    for (Annotation annotation : method.getAnnotations()) {
      HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
      if (verb != null) {
        return Optional.of(
            new Route(verb.value(), method, () -> resources.apply(method.getDeclaringClass())));
      }
    }
    return Optional.empty();
  }
}
