package io.waitroom.http;

import io.helidon.webserver.http.ServerRequest;
import io.waitroom.room.Operator;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;

/**
 * Names operators for the trail of what they did. They share one key, so the name is what they call
 * themselves in {@value #HEADER}; the address is what the service saw.
 */
@ApplicationScoped
public class Operators {
  /** Where operators may say who they are. */
  static final String HEADER = "X-Operator";

  private static final String UNNAMED = "operator";
  private static final int MAX_NAME_LENGTH = 64;

  private final int trustedProxies;

  @Inject
  Operators(HttpSettings settings) {
    this.trustedProxies = settings.join().trustedProxies();
  }

  /**
   * Who sent a request.
   *
   * @throws ProblemException when the name cannot be one
   */
  Operator of(HttpHeaders headers, ServerRequest connection) {
    List<String> names = headers.getRequestHeader(HEADER);
    String name = names == null || names.isEmpty() ? UNNAMED : names.getFirst();
    if (name.isBlank()
        || name.length() > MAX_NAME_LENGTH
        || !name.chars().allMatch(this::isPlain)) {
      throw ProblemException.invalidField(
          HEADER,
          "%s must have 1 to %d printable ASCII characters".formatted(HEADER, MAX_NAME_LENGTH));
    }
    return new Operator(name + " from " + ClientAddress.of(headers, connection, trustedProxies));
  }

  private boolean isPlain(int c) {
    return c >= ' ' && c <= '~';
  }
}
