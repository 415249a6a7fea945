package io.waitroom.http.connection;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.DateTime;
import io.helidon.http.Status;
import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.http.wire.Responses;
import java.nio.charset.StandardCharsets;

/** Answers to requests that Helidon does not get to see. */
final class TransportAnswers {
  /** RFC 6585; Helidon has no name for it. */
  private static final Status HEADERS_TOO_LARGE =
      Status.create(Problem.HEADERS_TOO_LARGE.status(), "Request Header Fields Too Large");

  private TransportAnswers() {}

  /** The head of a request is too large. */
  static BufferData headersTooLarge(String detail) {
    return closing(HEADERS_TOO_LARGE, Problem.HEADERS_TOO_LARGE, detail);
  }

  /** A problem, as the last answer on its connection. */
  private static BufferData closing(Status status, Problem problem, String detail) {
    byte[] body = Responses.body(new ProblemException(problem, detail));
    String head =
        String.join(
            "\r\n",
            "HTTP/1.1 " + status.code() + " " + status.reasonPhrase(),
            "Date: " + DateTime.rfc1123String(),
            "Content-Type: " + Responses.PROBLEM_JSON,
            "Content-Length: " + body.length,
            "Cache-Control: " + Responses.NO_STORE,
            "Connection: close",
            "",
            "");
    byte[] bytes = head.getBytes(StandardCharsets.US_ASCII);
    return BufferData.create(BufferData.create(bytes), BufferData.create(body));
  }
}
