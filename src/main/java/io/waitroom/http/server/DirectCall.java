package io.waitroom.http.server;

import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.BadRequestException;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import io.helidon.http.HttpMediaType;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A call of an operation without JAX-RS, as its annotations describe it.
 *
 * @param consumes media types of the body; empty where there is none
 * @param produces media types of the answer
 */
record DirectCall(
    Route route, List<String> consumes, List<String> produces, List<Argument> arguments) {
  /** What an operation is called with: some part of the request. */
  private interface Argument {
    Object of(ServerRequest request, List<String> parameters) throws IOException;
  }

  static DirectCall of(Route route) {
    Method operation = route.operation();
    Class<?> type = operation.getDeclaringClass();
    if (Stream.of(type, operation)
        .flatMap(element -> Stream.of(element.getAnnotations()))
        .anyMatch(DirectCall::bindsFilters)) {
      throw new IllegalStateException("Only JAX-RS runs the filters of " + operation);
    }
    Consumes consumes = operation.getAnnotation(Consumes.class);
    Produces produces =
        Optional.ofNullable(operation.getAnnotation(Produces.class))
            .orElseGet(() -> type.getAnnotation(Produces.class));
    return new DirectCall(
        route,
        consumes == null ? List.of() : List.of(consumes.value()),
        List.of(produces.value()),
        Stream.of(operation.getParameters()).map(given -> argument(route, given)).toList());
  }

  private static boolean bindsFilters(Annotation annotation) {
    return annotation.annotationType().isAnnotationPresent(NameBinding.class);
  }

  private static Argument argument(Route route, Parameter parameter) {
    PathParam path = parameter.getAnnotation(PathParam.class);
    int index = path == null ? -1 : route.parameters().indexOf(path.value());
    if (index >= 0) {
      return (_, parameters) -> parameters.get(index);
    }
    if (parameter.isAnnotationPresent(Context.class)
        && parameter.getType().equals(ServerRequest.class)) {
      return (request, _) -> request;
    }
    if (Route.isBody(parameter) && parameter.getType().equals(byte[].class)) {
      return (request, _) -> request.content().inputStream().readAllBytes();
    }
    throw new IllegalStateException("Only JAX-RS knows " + parameter + " of " + route.operation());
  }

  /** Returns whether there is nothing about the request that JAX-RS would have to weigh. */
  boolean suits(ServerRequest request, List<String> parameters) {
    return request.prologue().method().text().equals(route.verb())
        && parameters.stream().allMatch(DirectCall::isPlain)
        && isAccepted(request.headers())
        && (consumes.isEmpty()
            || consumes.contains(first(request.headers(), HeaderNames.CONTENT_TYPE)));
  }

  Response make(ServerRequest request, List<String> parameters) throws Throwable {
    Object[] values = new Object[arguments.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = arguments.get(i).of(request, parameters);
    }
    try {
      return (Response) route.operation().invoke(route.resource(), values);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private boolean isAccepted(ServerRequestHeaders headers) {
    if (!headers.contains(HeaderNames.ACCEPT)) {
      return true;
    }
    String accepted = first(headers, HeaderNames.ACCEPT);
    return accepted.equals("*/*")
        || (accepted.indexOf(';') < 0 && produces.contains(accepted.split(",", 2)[0]))
        || (produces.size() == 1 && isAccepted(headers, produces.getFirst()));
  }

  /**
   * Of one type there is nothing to weigh: the most specific range that it is in says yes or no.
   */
  private static boolean isAccepted(ServerRequestHeaders headers, String type) {
    MediaType only = MediaTypes.create(type);
    try {
      return headers.acceptedTypes().stream()
          .filter(range -> range.test(only))
          .min(
              Comparator.comparing(HttpMediaType::isWildcardType)
                  .thenComparing(HttpMediaType::isWildcardSubtype))
          .filter(range -> range.qualityFactor() > 0)
          .isPresent();
    } catch (BadRequestException | IllegalArgumentException e) {
      return false; // JAX-RS tells what is wrong
    }
  }

  private static String first(Headers headers, HeaderName name) {
    return headers.first(name).orElse("");
  }

  /** Returns whether a path segment is what it looks like: nothing in it is encoded. */
  private static boolean isPlain(String segment) {
    return segment
        .chars()
        .allMatch(c ->
            (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '.'
                || c == '-'
                || c == '_');
  }
}
