package io.waitroom.http;

import io.waitroom.http.server.RequestLimit;
import io.waitroom.http.wire.Fields;
import io.waitroom.http.wire.JsonReader;
import io.waitroom.ops.Service;
import jakarta.inject.Inject;
import java.io.InputStream;

/**
 * Reads the bodies of requests. While a client sends, its request does not count as being worked
 * on, so that slow senders keep nobody out; who sends too slowly is cut off (both by {@link
 * TimedConnection}).
 */
@Service
public class Bodies {
  private final RequestLimit limit;

  @Inject
  public Bodies(RequestLimit limit) {
    this.limit = limit;
  }

  /**
   * The JSON object in a body.
   *
   * @param length what Content-Length says, in bytes; -1 when it does not
   * @throws ProblemException when the body is too large, too slow or not an acceptable object, or
   *     when too many requests are worked on now that it has come
   */
  public Fields read(InputStream body, int length) {
    byte[] bytes = JsonReader.bytes(body, length);
    limit.requireRoom();
    return JsonReader.parse(bytes);
  }
}
