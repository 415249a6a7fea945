package io.waitroom.http;

import io.waitroom.testkit.Api.Answer;
import java.net.http.HttpRequest.BodyPublishers;

/** An operator with the right key. */
abstract class AdminTestBase extends HttpTestBase {
  static final String EVENTS = "/api/v1/admin/events";
  static final String CONCERT = EVENTS + "/concert-2024";

  private static final String BEARER = "Bearer " + World.ADMIN_KEY;

  Answer admin(String method, String path, String json) {
    return api.json(method, path, json, "Authorization", BEARER);
  }

  Answer adminDo(String method, String path) {
    return api.send(method, path, BodyPublishers.noBody(), "Authorization", BEARER);
  }

  Answer adminGet(String path) {
    return adminDo("GET", path);
  }
}
