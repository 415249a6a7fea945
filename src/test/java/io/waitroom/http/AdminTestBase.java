package io.waitroom.http;

import io.waitroom.testkit.Api.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;

/** An operator with the right key. */
abstract class AdminTestBase extends HttpTestBase {
  static final String EVENTS = "/api/v1/admin/events";
  static final String CONCERT = EVENTS + "/concert-2024";

  private static final String BEARER = "Bearer " + World.ADMIN_KEY;

  Answer admin(String method, String path, String json, String... headers) {
    String[] all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "Authorization";
    all[headers.length + 1] = BEARER;
    return api.json(method, path, json, all);
  }

  Answer adminDo(String method, String path) {
    return api.send(method, path, BodyPublishers.noBody(), "Authorization", BEARER);
  }

  Answer adminGet(String path) {
    return adminDo("GET", path);
  }
}
