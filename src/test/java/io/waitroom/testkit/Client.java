package io.waitroom.testkit;

import io.waitroom.testkit.Api.Answer;
import jakarta.json.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;

/**
 * Buyers, shops and operators of a replica.
 *
 * @param api how they call it
 */
public record Client(Api api) {
  /** Where buyers call. */
  public static final String ROOT = "/api/v1/waitroom";

  /** Where operators call. */
  public static final String ADMIN = "/api/v1/admin/events";

  private static final String BEARER = "Bearer " + TestKeys.ADMIN_KEY;

  /** Callers of this replica. */
  public static Client of(ServiceProcess replica) {
    return new Client(replica.api());
  }

  /** Makes or changes an event; 1 000 admissions per second unless {@code json} says otherwise. */
  public void open(String event, String json) {
    expect(admin("PUT", "/" + event, json), 200, 201);
  }

  /** Makes or changes an event with so many slots. */
  public void open(String event, int slots) {
    open(event, "{\"max_concurrent\":%d,\"release_rate\":1000}".formatted(slots));
  }

  /** An operator's call below {@link #ADMIN}. */
  public Answer admin(String method, String path, String json) {
    return api.json(method, ADMIN + path, json, "Authorization", BEARER);
  }

  /** An operator's call without a body. */
  public Answer admin(String method, String path) {
    return api.send(method, ADMIN + path, BodyPublishers.noBody(), "Authorization", BEARER);
  }

  /** Joins. */
  public Answer join(String event, String user, String... headers) {
    String body =
        Json.createObjectBuilder().add("event_id", event).add("user_id", user).build().toString();
    return api.post(ROOT + "/join", body, headers);
  }

  /** Joins and gets a new place: its session id. */
  public String place(String event, String user) {
    return expect(join(event, user), 201).text("session_id");
  }

  /** Where a place stands. */
  public Answer status(String sessionId) {
    return api.get(ROOT + "/status/" + sessionId);
  }

  /** Joins and waits until admitted: the session id. */
  public String admitted(String event, String user) {
    String id = place(event, user);
    awaitStatus(id, "admitted");
    return id;
  }

  /** Waits until a place has come to a status. */
  public void awaitStatus(String sessionId, String status) {
    Eventually.until(() -> status(sessionId).text("status").equals(status));
  }

  /** Leaves. */
  public Answer leave(String sessionId) {
    return api.post(ROOT + "/leave/" + sessionId, "");
  }

  /** Reports the outcome of a checkout over HTTP. */
  public Answer outcome(String event, String sessionId, String user, String outcome) {
    return admin(
        "POST",
        "/%s/sessions/%s/outcome".formatted(event, sessionId),
        "{\"outcome\":\"%s\",\"user_id\":\"%s\"}".formatted(outcome, user));
  }

  /** The event, as operators see it at this moment. */
  public Answer room(String event) {
    return expect(admin("GET", "/" + event), 200);
  }

  /** The message with which a shop reports what became of a checkout. */
  public static String report(String event, String sessionId, String user) {
    return "{\"session_id\":\"%s\",\"user_id\":\"%s\",\"event_id\":\"%s\"}"
        .formatted(sessionId, user, event);
  }

  private static Answer expect(Answer answer, int... statuses) {
    if (Arrays.stream(statuses).noneMatch(status -> status == answer.status())) {
      throw new AssertionError(
          "expected %s: %d %s"
              .formatted(Arrays.toString(statuses), answer.status(), answer.body()));
    }
    return answer;
  }
}
