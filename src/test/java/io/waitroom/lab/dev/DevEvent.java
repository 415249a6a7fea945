package io.waitroom.lab.dev;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The event of a development start, made through the service's own admin API. */
final class DevEvent {
  private static final Duration CALL_LIMIT = Duration.ofSeconds(10);
  private static final String SETTINGS =
      "{\"name\":\"Concert 2024\",\"return_origins\":[\"http://localhost:3000\"]}";

  private DevEvent() {}

  /**
   * Makes the event unless it is there: one in a Redis that was given keeps its settings.
   *
   * @throws IOException when the service refuses or does not answer
   */
  static void create(DevSettings settings) throws IOException, InterruptedException {
    HttpRequest.Builder event =
        HttpRequest.newBuilder(
                URI.create(settings.serviceUrl() + "/api/v1/admin/events/concert-2024"))
            .timeout(CALL_LIMIT)
            .header("Authorization", "Bearer " + settings.adminKey())
            .header("Content-Type", "application/json");
    try (HttpClient client = HttpClient.newHttpClient()) {
      if (send(client, event.copy().GET().build()).statusCode() == 200) {
        return;
      }
      HttpRequest put = event.PUT(HttpRequest.BodyPublishers.ofString(SETTINGS)).build();
      HttpResponse<String> answer = send(client, put);
      if (answer.statusCode() / 100 != 2) {
        throw new IOException("it answered " + answer.statusCode() + " " + answer.body());
      }
    }
  }

  private static HttpResponse<String> send(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    return client.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
