package io.waitroom.http.server;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.http.Method;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is wrong with requests that two readers, a proxy in front and this service, may read in two
 * ways. Helidon 4.3 and JAX-RS guess at them.
 */
final class RequestSyntax {
  private static final String CHUNKED = HeaderValues.TRANSFER_ENCODING_CHUNKED.get();
  private static final String THE_SERVER = "*";
  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  private RequestSyntax() {}

  /** Whether the request asks about no path, but about the server as a whole. */
  static boolean isAboutTheServer(HttpPrologue prologue) {
    return prologue.uriPath().rawPath().equals(THE_SERVER)
        && prologue.method().equals(Method.OPTIONS);
  }

  /** Returns what is wrong, for the client's developer; empty if nothing is. */
  static Optional<String> fault(HttpPrologue prologue, Headers headers) {
    if (isAmbiguous(headers)) {
      return Optional.of("Where the body ends is unclear");
    }
    if (!isAboutTheServer(prologue) && !isPath(prologue.uriPath().rawPath())) {
      return Optional.of("The request's target is not a path");
    }
    return Optional.empty();
  }

  private static boolean isPath(String path) {
    return path.startsWith("/");
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
}
