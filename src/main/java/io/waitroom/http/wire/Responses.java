package io.waitroom.http.wire;

import jakarta.ws.rs.core.EntityTag;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The shapes of response: personal JSON, public JSON, problems. */
public final class Responses {
  /** The media type of problems, RFC 9457. */
  public static final String PROBLEM_JSON = "application/problem+json";

  private static final int TAG_CHARS = 16;
  private static final MediaType PROBLEM_JSON_TYPE = new MediaType("application", "problem+json");

  public static final String NO_STORE = "no-store";

  private Responses() {}

  /** JSON that no cache may keep. */
  public static Response.ResponseBuilder personal(int status, byte[] json) {
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, NO_STORE)
        .entity(json);
  }

  /** JSON that is the same for everybody for {@code maxAgeSeconds}. */
  public static Response shared(byte[] json, int maxAgeSeconds) {
    return shared(Response.ok(json, MediaType.APPLICATION_JSON_TYPE), maxAgeSeconds).build();
  }

  /** Any response that is the same for everybody for {@code maxAgeSeconds}. */
  public static Response.ResponseBuilder shared(Response.ResponseBuilder any, int maxAgeSeconds) {
    return any.header(HttpHeaders.CACHE_CONTROL, "public, max-age=" + maxAgeSeconds);
  }

  /** Returns the tag of a version of something: the same at all replicas. */
  public static EntityTag tag(byte[] version) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(version);
      return new EntityTag(HexFormat.of().formatHex(digest).substring(0, TAG_CHARS));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This JDK lacks SHA-256", e);
    }
  }

  /** A problem. */
  public static Response.ResponseBuilder problem(Problem problem, String detail) {
    return builder(new ProblemException(problem, detail));
  }

  /** A problem as an exception tells it, with its own {@code Retry-After}. */
  public static Response problem(ProblemException e) {
    return builder(e).build();
  }

  private static Response.ResponseBuilder builder(ProblemException e) {
    Problem problem = e.problem();
    Response.ResponseBuilder response =
        Response.status(problem.status())
            .type(PROBLEM_JSON_TYPE)
            .header(HttpHeaders.CACHE_CONTROL, NO_STORE)
            .entity(body(e));
    problem.challenge().ifPresent(value -> response.header(HttpHeaders.WWW_AUTHENTICATE, value));
    if (e.retryAfterSeconds() > 0) {
      response.header(HttpHeaders.RETRY_AFTER, e.retryAfterSeconds());
    }
    if (e.isClosing()) {
      response.header("Connection", "close");
    }
    return response;
  }

  /** Returns the JSON of a problem. */
  public static byte[] body(ProblemException e) {
    Problem problem = e.problem();
    String field = e.field();
    return JsonWriter.object(out -> {
      out.put("type", problem.type()).put("title", problem.title());
      out.put("status", problem.status()).put("detail", e.detail());
      out.put("code", problem.code());
      if (field != null) {
        out.put("field", field);
      }
    });
  }
}
