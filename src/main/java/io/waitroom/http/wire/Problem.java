package io.waitroom.http.wire;

import java.util.Locale;
import java.util.Optional;

/**
 * The table of problem types: every error leaves the service as one of these. The code, made of the
 * constant's name, is part of the contract and never changes; titles are for people.
 */
public enum Problem {
  /** Malformed in a way that no other type names. */
  BAD_REQUEST(400, "The request cannot be understood"),
  /** Cut short, or badly chunked. */
  UNREADABLE_BODY(400, "The body cannot be read"),
  /** Not UTF-8, not JSON, nested too deeply, a name given twice, or not an object. */
  INVALID_JSON(400, "The body is not a JSON object"),
  /** Missing, of the wrong type, too long or impossible; the member {@code field} says which. */
  INVALID_FIELD(400, "A field is not valid"),
  /** A name that the operation does not know; the member {@code field} says which. */
  UNKNOWN_FIELD(400, "A field is not known"),
  /** Too short, too long, not printable ASCII, or given twice. */
  INVALID_IDEMPOTENCY_KEY(400, "The Idempotency-Key is not valid"),
  /** No operator's key, or a wrong one. */
  UNAUTHORIZED(401, "An operator's key is needed"),
  /** No token that shows who the buyer is. */
  IDENTITY_REQUIRED(401, "The buyer has to show who they are"),
  /** A buyer's token that is not one of the configured issuer, or not valid any more. */
  IDENTITY_INVALID(401, "The buyer's token is not valid"),
  /** No checkout token was shown. */
  TOKEN_MISSING(401, "A checkout token is needed"),
  /** Malformed, forged, of another issuer, or signed in another way or with an unknown key. */
  TOKEN_INVALID(401, "The checkout token is not valid"),
  /** Genuine, but its lease has run out. */
  TOKEN_EXPIRED(401, "The checkout token has run out"),
  /** No operator's key is configured, so nobody can have it. */
  ADMIN_DISABLED(403, "The admin API is switched off"),
  /** Genuine, but its session holds no checkout slot any more. */
  TOKEN_REVOKED(403, "The checkout token has been revoked"),
  /** Genuine, but for another event than the one asked about. */
  TOKEN_FOREIGN(403, "The checkout token is for another event"),
  /** Genuine, but another client was bound to it first. */
  TOKEN_CLAIMED(403, "The checkout token is in use by somebody else"),
  /** Closed or sold out. */
  ROOM_CLOSED(403, "The room takes nobody in"),
  /** So many join that each has to prove some work; the challenge says which. */
  PROOF_REQUIRED(403, "A proof of work is needed"),
  /** Wrong, forged, expired, used before, or of another event. */
  PROOF_INVALID(403, "The proof of work is not valid"),
  /** No operation has this path. */
  NOT_FOUND(404, "There is nothing here"),
  /** No room, or one that is being removed. */
  EVENT_NOT_FOUND(404, "There is no such event"),
  /** Unknown, forged, of another event, or of an earlier life of the event. */
  SESSION_NOT_FOUND(404, "There is no such session"),
  /** The path has other methods; the header {@code Allow} says which. */
  METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
  /** The caller accepts nothing that the operation produces. */
  NOT_ACCEPTABLE(406, "The response can only be JSON"),
  /** The user has a session, and the caller did not show that it is theirs. */
  ALREADY_JOINED(409, "The user has joined already"),
  /** Not possible from the room's state. */
  STATE_CONFLICT(409, "The room's state does not allow this"),
  /** Possible again when the removal is done. */
  EVENT_BEING_REMOVED(409, "The event is being removed", 2),
  /** The reported user is not the session's. */
  FOREIGN_USER(409, "The session is another user's"),
  /** Ended longer ago than endings are kept. */
  SESSION_GONE(410, "The session is no longer kept"),
  /** {@code If-Match} names another version, or {@code If-None-Match} the one that is there. */
  CHANGED_MEANWHILE(412, "The event is not as the request expects it"),
  /** Longer than {@link HttpLimits#MAX_BODY_BYTES}. */
  BODY_TOO_LARGE(413, "The body is too large"),
  /** Not JSON by its Content-Type. */
  UNSUPPORTED_MEDIA_TYPE(415, "The body must be application/json"),
  /** One client has joined too often of late. */
  TOO_MANY_JOINS(429, "Too many joins from one client", 10),
  /** More lines, or more bytes, than a request may have before its body. */
  HEADERS_TOO_LARGE(431, "The headers are too large"),
  /** A bug; the log has it. */
  INTERNAL_ERROR(500, "Something went wrong here"),
  /** As many wait as the operator allows, or as many events wait for the broker as can be kept. */
  QUEUE_FULL(503, "The queue is full", 10),
  /** As many streams are open as this replica keeps; polling goes on. */
  TOO_MANY_STREAMS(503, "No further stream can be opened here", 5),
  /** Redis does not answer. */
  TEMPORARILY_UNAVAILABLE(503, "The service cannot answer now", 1);

  /** What {@code WWW-Authenticate} says where a token, or a key, was shown and is not good. */
  public static final String INVALID_TOKEN = "Bearer error=\"invalid_token\"";

  private final int status;
  private final String title;
  private final int retryAfterSeconds;

  Problem(int status, String title) {
    this(status, title, 0);
  }

  Problem(int status, String title, int retryAfterSeconds) {
    this.status = status;
    this.title = title;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The same short sentence for every problem of the type. */
  public String title() {
    return title;
  }

  /** The stable word for programs, for example {@code already-joined}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The URI of the type. */
  public String type() {
    return "urn:waitroom:problem:" + code();
  }

  /** What {@code WWW-Authenticate} says, RFC 6750; every 401 has one. */
  public Optional<String> challenge() {
    if (status != 401) {
      return Optional.empty();
    }
    boolean badToken = this == TOKEN_INVALID || this == TOKEN_EXPIRED || this == IDENTITY_INVALID;
    return Optional.of(badToken ? INVALID_TOKEN : "Bearer");
  }

  /** What {@code Retry-After} says; 0 where trying again does not help. */
  public int retryAfterSeconds() {
    return retryAfterSeconds;
  }
}
