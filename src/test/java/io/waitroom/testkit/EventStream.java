package io.waitroom.testkit;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/** A client of one open stream of a place. Not thread-safe. */
public final class EventStream implements AutoCloseable {
  private static final String NAME = "event: ";
  private static final String DATA = "data: ";

  /** One event, as it came. */
  public record Event(String name, JsonObject data) {}

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpResponse<InputStream> response;
  private final BufferedReader lines;

  /**
   * Opens the stream of a place.
   *
   * @param headers names and values
   */
  public EventStream(URI base, String sessionId, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve("/api/v1/waitroom/stream/" + sessionId));
    for (int i = 0; i < headers.length; i += 2) {
      var _ = request.header(headers[i], headers[i + 1]);
    }
    response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
  }

  /** The HTTP status. */
  public int status() {
    return response.statusCode();
  }

  /** A header of the answer; empty when there is none. */
  public String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** The next line, whatever it is. */
  public String line() throws IOException {
    return String.valueOf(lines.readLine());
  }

  /** The next comment, whatever comes before. */
  public String comment() throws IOException {
    String line = line();
    while (!line.startsWith(":")) {
      line = line();
    }
    return line;
  }

  /** The next event. */
  public Event next() throws IOException {
    String line = lines.readLine();
    while (line != null && !line.startsWith(NAME)) {
      line = lines.readLine();
    }
    String data = lines.readLine();
    if (line == null || data == null || !data.startsWith(DATA)) {
      throw new IOException("The stream ended: " + line + ", " + data);
    }
    try (JsonReader reader = Json.createReader(new StringReader(data.substring(DATA.length())))) {
      return new Event(line.substring(NAME.length()), reader.readObject());
    }
  }

  /** The next event's data; its name must be {@code name}. */
  public JsonObject next(String name) throws IOException {
    Event event = next();
    if (!event.name().equals(name)) {
      throw new AssertionError("expected " + name + ", got " + event);
    }
    return event.data();
  }

  /** The data of the next event that has this name, whatever comes before. */
  public JsonObject await(String name) throws IOException {
    Event event = next();
    while (!event.name().equals(name)) {
      event = next();
    }
    return event.data();
  }

  /** Reads until the service has ended the stream. */
  public void awaitEnd() throws IOException {
    long _ = lines.lines().count();
  }

  /** Whether the service has ended the stream. */
  public boolean isAtEnd() throws IOException {
    String line = lines.readLine();
    while (line != null && line.isEmpty()) {
      line = lines.readLine();
    }
    return line == null;
  }

  @Override
  public void close() throws IOException {
    response.body().close();
    http.shutdownNow();
  }
}
