package io.waitroom.http.server;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.waitroom.http.connection.TimedConnection;
import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.http.wire.Responses;
import io.waitroom.ops.Service;
import java.util.Optional;

/**
 * A filter before everything else that refuses requests which can be read in two ways, where
 * Helidon 4.3 and JAX-RS guess, and closes connections that were said to close or on which nobody
 * can tell where the next request begins.
 */
@Service
public class GuardFilter implements Filter {
  private static final Header EVERYTHING_IS_NEWER =
      HeaderValues.createCached(HeaderNames.IF_MODIFIED_SINCE, "Thu, 01 Jan 1970 00:00:00 GMT");
  private static final Header NOTHING_IS_NEWER =
      HeaderValues.createCached(HeaderNames.IF_UNMODIFIED_SINCE, "Fri, 31 Dec 9999 23:59:59 GMT");
  private static final String CLOSE = HeaderValues.CONNECTION_CLOSE.get();

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    Optional<String> fault = RequestSyntax.fault(request.prologue(), request.headers());
    if (fault.isPresent()) {
      TimedConnection.closeAfterThisRequest();
      ResponseWriter.write(
          Responses.problem(ProblemException.closing(Problem.BAD_REQUEST, fault.get())),
          request,
          response);
      throw new CloseConnectionException(fault.get());
    }
    ignoreUnreadableDates(request);
    if (isLast(request.headers())) {
      TimedConnection.closeAfterThisRequest();
      response.header(HeaderValues.CONNECTION_CLOSE);
    }
    if (RequestSyntax.isAboutTheServer(request.prologue())) {
      response.status(Status.NO_CONTENT_204).send();
    } else {
      chain.proceed();
    }
    if (isClosing(response.headers())) {
      // helidon-io/helidon#12324: it says close, and then waits for the next request.
      throw new CloseConnectionException("Closing as announced");
    }
  }

  /** As if they had not been sent: what answers would fail on them. */
  private static void ignoreUnreadableDates(RoutingRequest request) {
    if (RequestSyntax.isUnreadableDate(request.headers(), HeaderNames.IF_MODIFIED_SINCE)) {
      request.header(EVERYTHING_IS_NEWER);
    }
    if (RequestSyntax.isUnreadableDate(request.headers(), HeaderNames.IF_UNMODIFIED_SINCE)) {
      request.header(NOTHING_IS_NEWER);
    }
  }

  /**
   * Whether no request can follow on the connection: the client says so, or asks before it sends a
   * body. Nobody can tell whether that body comes once the answer has been given without it: where
   * Helidon takes it that it does not, it would be read as the next request.
   */
  private static boolean isLast(Headers headers) {
    return headers.contains(HeaderNames.EXPECT) || isClosing(headers);
  }

  private static boolean isClosing(Headers headers) {
    if (!headers.contains(HeaderNames.CONNECTION)) {
      return false;
    }
    return headers.get(HeaderNames.CONNECTION).allValues(true).stream()
        .anyMatch(CLOSE::equalsIgnoreCase);
  }
}
