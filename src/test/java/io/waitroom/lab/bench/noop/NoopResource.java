package io.waitroom.lab.bench.noop;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGenerator;
import jakarta.json.stream.JsonGeneratorFactory;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParserFactory;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Map;

/**
 * Reads and writes the bodies of the waiting room, with the same JSON library, and does nothing.
 */
@ApplicationScoped
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
public class NoopResource {
  private static final JsonParserFactory PARSERS =
      JsonProvider.provider().createParserFactory(Map.of());
  private static final JsonGeneratorFactory GENERATORS =
      JsonProvider.provider().createGeneratorFactory(Map.of());
  private static final String ID = "joins-1.2n9c.k1AAAAAAAAAAAAAAAAAAAAAA";
  private static final String TIME = "2026-11-23T12:00:00.000Z";

  /** The answer to a join. */
  @POST
  @Path("join")
  @Consumes(MediaType.APPLICATION_JSON)
  public Response join(InputStream body) {
    String event = "";
    String user = "";
    try (JsonParser parser = PARSERS.createParser(body)) {
      parser.next();
      while (parser.next() == Event.KEY_NAME) {
        String name = parser.getString();
        parser.next();
        if (name.equals("event_id")) {
          event = parser.getString();
        } else {
          user = parser.getString();
        }
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = GENERATORS.createGenerator(bytes)) {
      json.writeStartObject().write("session_id", ID).write("event_id", event);
      json.write("user_id", user).write("status", "queued").write("position", 123_456);
      json.write("queue_length", 123_456).write("queued_at", TIME).write("expires_at", TIME);
      json.write("estimated_wait_seconds", 7_200);
      json.write("status_url", "/api/v1/waitroom/status/" + ID);
      json.write("stream_url", "/api/v1/waitroom/stream/" + ID).writeEnd();
    }
    return answer(201, bytes).header(HttpHeaders.LOCATION, "/api/v1/waitroom/status/" + ID).build();
  }

  /** The answer to a status poll of one who waits. */
  @GET
  @Path("status/{session_id}")
  public Response status(@PathParam("session_id") String sessionId) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = GENERATORS.createGenerator(bytes)) {
      json.writeStartObject().write("session_id", sessionId).write("event_id", "polls");
      json.write("status", "queued").write("position", 56_789).write("queue_length", 99_999);
      json.write("queued_at", TIME).write("expires_at", TIME);
      json.write("estimated_wait_seconds", 7_200).write("poll_after_seconds", 30).writeEnd();
    }
    return answer(200, bytes).build();
  }

  private static Response.ResponseBuilder answer(int status, ByteArrayOutputStream json) {
    return Response.status(status)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .entity(json.toByteArray());
  }
}
