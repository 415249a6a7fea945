package io.waitroom.http.server;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.http.wire.Responses;
import io.waitroom.ops.Service;
import java.util.concurrent.Semaphore;

/**
 * A filter that lets few clients at once have the metrics, or the API document and its page, which
 * are large and count for no other limit (F-83): the document takes three times its 100 KB of heap,
 * until its client has read it, and the metrics take a processor for milliseconds.
 */
@Service
public class LargeAnswers implements Filter {
  /** Most at once of either. */
  private static final int MAX = 8;

  private static final String METRICS = "/metrics";
  private static final String DOCUMENT = "/openapi";
  private static final String DOCUMENT_PAGE = "/openapi/ui";

  /** The page sends what is typed into it; nobody may put it under theirs (F-112). */
  private static final Header NO_FRAMES =
      HeaderValues.createCached(
          HeaderNames.create("Content-Security-Policy"), "frame-ancestors 'none'");

  private final Semaphore freeForMetrics = new Semaphore(MAX);
  private final Semaphore freeForDocument = new Semaphore(MAX);

  @Override
  public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
    String path = request.prologue().uriPath().path();
    if (path.startsWith(DOCUMENT_PAGE)) {
      response.header(HeaderValues.X_CONTENT_TYPE_OPTIONS_NOSNIFF).header(NO_FRAMES);
    }
    if (path.startsWith(DOCUMENT)) {
      proceed(freeForDocument, chain, request, response);
    } else if (path.startsWith(METRICS)) {
      proceed(freeForMetrics, chain, request, response);
    } else {
      chain.proceed();
    }
  }

  private static void proceed(
      Semaphore free, FilterChain chain, RoutingRequest request, RoutingResponse response) {
    if (free.tryAcquire()) {
      try {
        chain.proceed();
      } finally {
        free.release();
      }
    } else {
      ProblemException tooMany =
          new ProblemException(
              Problem.TEMPORARILY_UNAVAILABLE, "Too many ask for this at once; please try again");
      ResponseWriter.write(Responses.problem(tooMany), request, response);
    }
  }
}
