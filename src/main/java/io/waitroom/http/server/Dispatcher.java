package io.waitroom.http.server;

import io.helidon.http.Method;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Calls the operations marked {@link Direct} as JAX-RS would, at a fraction of its cost, where
 * nothing needs to be decoded or negotiated. Everything else goes on to JAX-RS.
 */
final class Dispatcher implements Filter {
  private static final byte[] NOTHING = {};

  private final RouteTable routes;
  private final Map<Route, DirectCall> calls;

  Dispatcher(RouteTable routes) {
    this.routes = routes;
    this.calls =
        routes.routes().stream()
            .filter(route -> route.operation().isAnnotationPresent(Direct.class))
            .collect(Collectors.toMap(Function.identity(), DirectCall::of));
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    Optional<Response> answer = answer(request);
    if (answer.isPresent()) {
      Answered.announce(request, answer.get().getStatus());
      write(answer.get(), request, response);
    } else {
      boolean isHead = request.prologue().method().equals(Method.HEAD);
      response.streamFilter(out -> {
        Answered.announce(request, response.status().code());
        return isHead ? begun(out) : out;
      });
      chain.proceed();
    }
  }

  /** Of an answer that ends before anything was written, Helidon would make the length 0. */
  private static OutputStream begun(OutputStream out) {
    try {
      out.write(NOTHING);
      return out;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Response answer, RoutingRequest request, RoutingResponse response) {
    if (answer.getEntity() instanceof StreamingOutput stream) {
      ResponseWriter.write(answer, stream, response);
    } else {
      ResponseWriter.write(answer, request, response);
    }
  }

  /** Returns the answer, whatever it is; empty if JAX-RS has to give it. */
  private Optional<Response> answer(ServerRequest request) {
    try {
      RouteTable.Match match = routes.match(request);
      match.requireKnown();
      DirectCall call = match.route().map(calls::get).orElse(null);
      return call != null && call.suits(request, match.parameters())
          ? Optional.of(call.make(request, match.parameters()))
          : Optional.empty();
    } catch (Throwable e) {
      return Optional.of(Problems.response(e));
    }
  }
}
