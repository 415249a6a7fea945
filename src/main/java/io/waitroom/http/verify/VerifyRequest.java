package io.waitroom.http.verify;

import io.waitroom.http.wire.Fields;
import io.waitroom.http.wire.PathIds;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.room.ClientName;
import io.waitroom.service.VerifyQuery;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a question about a checkout token, from a body or from headers. */
public final class VerifyRequest {
  private static final String TOKEN = "token";
  private static final String EVENT = "event_id";
  private static final String CLIENT = "client";

  /** A misspelt {@code client} would bind nobody, so unknown names are refused. */
  private static final Set<String> KNOWN = Set.of(TOKEN, EVENT, CLIENT);

  private VerifyRequest() {}

  /** Reads the question in a body. */
  public static VerifyQuery of(Fields fields) {
    fields.allowOnly(KNOWN);
    return new VerifyQuery(
        List.of(fields.string(TOKEN)),
        fields.optionalString(EVENT).map(PathIds::event),
        fields.optionalString(CLIENT).map(value -> client(CLIENT, value)));
  }

  /**
   * Reads the question of a proxy.
   *
   * @param tokens from wherever they were presented
   * @param event from the query
   * @param client from the header {@value VerifyResource#CLIENT_HEADER}
   */
  public static VerifyQuery of(
      List<String> tokens, @Nullable String event, @Nullable String client) {
    return new VerifyQuery(
        tokens,
        Optional.ofNullable(event).map(PathIds::event),
        Optional.ofNullable(client).map(value -> client(VerifyResource.CLIENT_HEADER, value)));
  }

  private static ClientName client(String field, String value) {
    try {
      return new ClientName(value);
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalidField(field, String.valueOf(e.getMessage()));
    }
  }
}
