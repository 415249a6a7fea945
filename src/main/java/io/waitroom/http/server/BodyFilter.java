package io.waitroom.http.server;

import io.helidon.http.RequestException;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.waitroom.http.wire.HttpLimits;
import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads bodies whole, as soon as an operation asks for them: all of {@link
 * HttpLimits#MAX_BODY_BYTES} at most, or a problem. A body that no operation asks for is Helidon's
 * to drain.
 */
final class BodyFilter implements Filter {
  private static final String TOO_LARGE =
      "A body may have %d bytes".formatted(HttpLimits.MAX_BODY_BYTES);

  private final RouteTable routes;

  BodyFilter(RouteTable routes) {
    this.routes = routes;
  }

  /** The body of one request. */
  private static final class Body {
    private final long declared;
    private boolean over;

    /**
     * @param declared bytes by Content-Length; -1 where the request does not say
     */
    Body(long declared) {
      this.declared = declared;
    }

    /** Returns a stream over the bytes that the client has sent. */
    InputStream read(InputStream sent) {
      if (over) {
        return sent;
      }
      try {
        return new ByteArrayInputStream(bytes(sent));
      } catch (ProblemException e) {
        return new RefusedBody(e);
      }
    }

    private byte[] bytes(InputStream sent) {
      if (declared > HttpLimits.MAX_BODY_BYTES) {
        throw new ProblemException(Problem.BODY_TOO_LARGE, TOO_LARGE);
      }
      byte[] bytes;
      try {
        bytes = sent.readNBytes(declared >= 0 ? (int) declared : HttpLimits.MAX_BODY_BYTES + 1);
      } catch (RequestException e) {
        // The server's own cut-off, which one big chunk reaches before ours.
        throw e.status().equals(Status.REQUEST_ENTITY_TOO_LARGE_413)
            ? ProblemException.closing(Problem.BODY_TOO_LARGE, TOO_LARGE)
            : unreadable();
      } catch (IOException | RuntimeException e) {
        // Runtime exceptions too: that is how Helidon reports chunks that it cannot parse.
        throw unreadable();
      }
      if (bytes.length > HttpLimits.MAX_BODY_BYTES) {
        throw new ProblemException(Problem.BODY_TOO_LARGE, TOO_LARGE);
      }
      return bytes;
    }

    private static ProblemException unreadable() {
      return ProblemException.closing(
          Problem.UNREADABLE_BODY, "The body is cut short or badly chunked");
    }
  }

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    if (!routes.match(request).takesBody()) {
      chain.proceed();
      return;
    }
    Body body = new Body(request.headers().contentLength().orElse(-1));
    request.streamFilter(body::read);
    try {
      chain.proceed();
    } finally {
      body.over = true;
    }
  }
}
