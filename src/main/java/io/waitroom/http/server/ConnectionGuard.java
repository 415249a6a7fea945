package io.waitroom.http.server;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.http.wire.Responses;
import io.waitroom.ops.Service;
import java.util.regex.Pattern;

/**
 * Guards the connection below JAX-RS, where Helidon 4.3 is lenient: refuses bodies whose end can be
 * read in two ways and targets that are no path, and closes connections that were said to close.
 */
@Service
public class ConnectionGuard implements Filter {
  private static final String CLOSE = HeaderValues.CONNECTION_CLOSE.get();
  private static final String CHUNKED = HeaderValues.TRANSFER_ENCODING_CHUNKED.get();

  private static final String ANY_PATH = "*";
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    if (!request.prologue().rawProtocol().startsWith("HTTP/1")) {
      chain.proceed();
      return;
    }
    if (isAmbiguous(request.headers())) {
      refuse(request, response, "Where the body ends is unclear");
      throw new CloseConnectionException("The body's length is ambiguous");
    }
    String path = request.prologue().uriPath().rawPath();
    if (path.startsWith("/")) {
      chain.proceed();
    } else if (path.equals(ANY_PATH) && request.prologue().method().equals(Method.OPTIONS)) {
      response.status(Status.NO_CONTENT_204).send();
    } else {
      refuse(request, response, "The request's target is not a path");
      throw new CloseConnectionException("The request's target is not a path");
    }
    if (isClosing(request.headers()) || isClosing(response.headers())) {
      // helidon-io/helidon#12324: it says close, and then waits for the next request.
      throw new CloseConnectionException("Closing as announced");
    }
  }

  /**
   * A proxy in front may read the other length, or another coding, and take the rest for another
   * caller's request. Helidon 4.3 takes "+4" for 4, and any coding but exactly "chunked" for none.
   */
  private static boolean isAmbiguous(Headers headers) {
    boolean hasLength = headers.contains(HeaderNames.CONTENT_LENGTH);
    if (headers.contains(HeaderNames.TRANSFER_ENCODING)) {
      Header coding = headers.get(HeaderNames.TRANSFER_ENCODING);
      return hasLength || coding.valueCount() > 1 || !coding.get().equals(CHUNKED);
    }
    return hasLength
        && (headers.get(HeaderNames.CONTENT_LENGTH).valueCount() > 1
            || !DIGITS.matcher(headers.get(HeaderNames.CONTENT_LENGTH).get()).matches());
  }

  private static boolean isClosing(Headers headers) {
    return headers.first(HeaderNames.CONNECTION).filter(CLOSE::equalsIgnoreCase).isPresent();
  }

  private static void refuse(RoutingRequest request, RoutingResponse response, String detail) {
    ResponseWriter.write(
        Responses.problem(ProblemException.closing(Problem.BAD_REQUEST, detail)),
        request,
        response);
  }
}
