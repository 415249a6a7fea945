package io.waitroom.http.server;

import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An operation of a resource, as its annotations describe it. */
public final class Route {
  private final String verb;
  private final String template;
  private final Method operation;
  private final Supplier<Object> resource;
  private final boolean takesBody;
  private final boolean limited;

  /**
   * @param verb the HTTP method
   * @param operation the Java method
   * @param resource finds the object that has the method
   */
  Route(String verb, Method operation, Supplier<Object> resource) {
    Class<?> type = operation.getDeclaringClass();
    this.verb = verb;
    this.template =
        slash(type.getAnnotation(Path.class)) + slash(operation.getAnnotation(Path.class));
    this.operation = operation;
    this.resource = resource;
    this.takesBody = Arrays.stream(operation.getParameters()).anyMatch(Route::isBody);
    this.limited = !type.isAnnotationPresent(Unlimited.class);
  }

  /** Returns the HTTP method. */
  public String verb() {
    return verb;
  }

  /** Returns the path's template, as Jersey matches it. */
  public String template() {
    return template;
  }

  /** Returns the template's segments, without slashes. */
  List<String> segments() {
    return List.of(template.substring(1).split("/"));
  }

  /** Returns the names of the path's parameters, in its order. */
  List<String> parameters() {
    return segments().stream()
        .filter(segment -> segment.startsWith("{"))
        .map(segment -> segment.substring(1, segment.length() - 1))
        .toList();
  }

  /** Returns the method that answers. */
  Method operation() {
    return operation;
  }

  /** Returns the object that has the method. */
  Object resource() {
    return resource.get();
  }

  /** Returns whether the operation reads a body. */
  boolean takesBody() {
    return takesBody;
  }

  /** Returns whether the operation counts for the limit of requests in flight. */
  boolean isLimited() {
    return limited;
  }

  /** Returns whether a parameter is the body: JAX-RS says so of the one without an annotation. */
  static boolean isBody(Parameter parameter) {
    return Arrays.stream(parameter.getAnnotations())
        .map(Annotation::annotationType)
        .noneMatch(type -> type.getPackageName().startsWith("jakarta.ws.rs"));
  }

  private static String slash(@Nullable Path path) {
    if (path == null) {
      return "";
    }
    return path.value().startsWith("/") ? path.value() : "/" + path.value();
  }
}
