package io.waitroom.http.admin;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import io.waitroom.http.server.ClientAddress;
import io.waitroom.http.server.HttpSettings;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.ops.Service;
import io.waitroom.room.Operator;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;

/**
 * Names operators for the trail of what they did. They share one key, so the name is what they call
 * themselves in {@code X-Operator}; the address is what the service saw.
 */
@Service
public class Operators {
  /** Where operators may say who they are. */
  public static final HeaderName HEADER = HeaderNames.create("X-Operator");

  private static final String FROM = " from ";
  private static final String UNNAMED = "operator";
  private static final int MAX_NAME_LENGTH = 64;

  private final int trustedProxies;

  @Inject
  public Operators(HttpSettings settings) {
    this.trustedProxies = settings.trustedProxies();
  }

  /**
   * Who sent a request.
   *
   * @throws ProblemException when the name cannot be one
   */
  public Operator of(ServerRequest request) {
    String name = request.headers().all(HEADER, () -> List.of(UNNAMED)).getFirst();
    if (name.isBlank()
        || name.length() > MAX_NAME_LENGTH
        || !name.chars().allMatch(this::isPlain)) {
      throw ProblemException.invalidField(
          HEADER.defaultCase(),
          "%s must have 1 to %d printable ASCII characters"
              .formatted(HEADER.defaultCase(), MAX_NAME_LENGTH));
    }
    return new Operator(name + FROM + ClientAddress.of(request, trustedProxies));
  }

  /** The address that the service saw, whatever the operator's name looks like. */
  static Optional<String> addressIn(String operator) {
    int from = operator.lastIndexOf(FROM);
    return from < 0 ? Optional.empty() : Optional.of(operator.substring(from + FROM.length()));
  }

  private boolean isPlain(int c) {
    return c >= ' ' && c <= '~';
  }
}
