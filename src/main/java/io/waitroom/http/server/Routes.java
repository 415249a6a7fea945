package io.waitroom.http.server;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The routes that resource classes serve, as their annotations tell. */
public final class Routes {
  private Routes() {}

  /**
   * A route.
   *
   * @param path the template, as Jersey matches it
   */
  public record Route(String method, String path) {}

  /** All routes of the classes; those that are no resources have none. */
  public static List<Route> of(Collection<Class<?>> classes) {
    List<Route> routes = new ArrayList<>();
    for (Class<?> type : classes) {
      Path root = type.getAnnotation(Path.class);
      if (root != null) {
        for (Method method : type.getDeclaredMethods()) {
          verb(method)
              .ifPresent(verb -> routes.add(new Route(verb, slash(root) + template(method))));
        }
      }
    }
    return routes;
  }

  private static String template(Method method) {
    Path path = method.getAnnotation(Path.class);
    return path == null ? "" : slash(path);
  }

  private static String slash(Path path) {
    return path.value().startsWith("/") ? path.value() : "/" + path.value();
  }

  private static Optional<String> verb(Method method) {
    for (Annotation annotation : method.getAnnotations()) {
      HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
      if (verb != null) {
        return Optional.of(verb.value());
      }
    }
    return Optional.empty();
  }
}
