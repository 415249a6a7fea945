package io.waitroom.http.server;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;

/** Writes a {@link Response} of JAX-RS without JAX-RS. */
public final class ResponseWriter {
  private static final byte[] NOTHING = {};

  private ResponseWriter() {}

  /**
   * Writes a response whose entity is bytes, or that has none, as the answer to a request.
   *
   * @throws CloseConnectionException when the client has gone
   */
  public static void write(Response from, ServerRequest request, ServerResponse to) {
    writeHead(from, to);
    byte[] body = from.getEntity() instanceof byte[] bytes ? bytes : NOTHING;
    if (request.prologue().method().equals(Method.HEAD)) {
      to.header(HeaderNames.CONTENT_LENGTH, Integer.toString(body.length));
      body = NOTHING;
    }
    try {
      to.send(body);
    } catch (RuntimeException e) {
      throw new CloseConnectionException("The client has gone", e);
    }
  }

  /**
   * Writes a response whose entity is a stream; returns when the stream has ended.
   *
   * @throws CloseConnectionException when the client has gone
   */
  static void write(Response from, StreamingOutput stream, RoutingResponse to) {
    writeHead(from, to);
    try (OutputStream out = to.outputStream()) {
      stream.write(out);
    } catch (IOException | RuntimeException e) {
      throw new CloseConnectionException("The client has gone", e);
    }
    to.commit(); // the last chunk; until then Helidon takes the request for unanswered
  }

  private static void writeHead(Response from, ServerResponse to) {
    to.status(Status.create(from.getStatus()));
    from.getHeaders()
        .forEach((name, values) -> {
          HeaderName header = HeaderNames.create(name);
          to.header(HeaderValues.create(header, values.stream().map(String::valueOf).toList()));
        });
  }
}
