package io.waitroom.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http1.Http1Config;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NameBinding;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The dispatcher before a server that answers all that is left to it with 418. */
class DispatcherLeavesTest {
  private static final int LEFT = 418;

  /** Marks what has a filter. */
  @NameBinding
  @Retention(RetentionPolicy.RUNTIME)
  @interface Guarded {}

  /** Some operations. */
  @Path("/things")
  @Produces({MediaType.APPLICATION_JSON, "application/problem+json"})
  public static class Things {
    @GET
    @Path("{id}")
    @Direct
    public Response one(@PathParam("id") String id) {
      return Response.ok(id.getBytes(StandardCharsets.UTF_8)).header("X-Id", id).build();
    }

    @POST
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Direct
    public Response post(@Context ServerRequest request, @PathParam("id") String id, byte[] body) {
      String path = request.path().path();
      return Response.status(201)
          .entity((path + body.length).getBytes(StandardCharsets.UTF_8))
          .build();
    }

    @GET
    @Path("{id}/unmarked")
    public Response unmarked(@PathParam("id") String id) {
      return Response.ok().build();
    }

    @GET
    @Path("{id}/broken")
    @Direct
    public Response broken(@PathParam("id") String id) {
      throw new IllegalStateException("on purpose");
    }
  }

  /** An operation whose filter only JAX-RS would run. */
  @Path("/guarded")
  @Guarded
  @Produces(MediaType.APPLICATION_JSON)
  public static class Behind {
    @GET
    @Direct
    public Response get() {
      return Response.ok().build();
    }
  }

  /** An operation with a parameter that only JAX-RS knows. */
  @Path("/odd")
  @Produces(MediaType.APPLICATION_JSON)
  public static class Odd {
    @GET
    @Direct
    public Response get(@QueryParam("q") String q) {
      return Response.ok(q).build();
    }
  }

  private static WebServer server;
  private static HttpClient client;

  @BeforeAll
  static void start() {
    RouteTable routes = new RouteTable(Set.of(Things.class), _ -> new Things());
    server =
        WebServer.builder()
            .port(0)
            .featuresDiscoverServices(false)
            .protocolsDiscoverServices(false)
            .addProtocol(Http1Config.create())
            .routing(routing ->
                routing
                    .addFilter(new BodyFilter(routes))
                    .addFilter(new Dispatcher(routes))
                    .any((request, response) -> response.status(LEFT).send()))
            .build()
            .start();
    client = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.stop();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET | /things/a.b-c_9 | Accept | */* | 200",
        "GET | /things/a | Accept | application/json | 200",
        "GET | /things/a | Accept | application/json, text/plain, */* | 200",
        "GET | /things/a | Accept | application/problem+json | 200",
        "GET | /things/a?q=1 | Accept | */* | 200",
        "GET | /things/a | Accept | application/json;q=0.9 | 418",
        "GET | /things/a | Accept | application/*  | 418",
        "GET | /things/a | Accept | text/html, application/json | 418",
        "GET | /things/a | Accept | nonsense | 418",
        "GET | /things/a%20b | Accept | */* | 418",
        "GET | /things/a~b | Accept | */* | 418",
        "GET | /things/a/b | Accept | */* | 418",
        "GET | /things/ | Accept | */* | 418",
        "GET | /things/a/unmarked | Accept | */* | 418",
        "HEAD | /things/a | Accept | */* | 418",
        "OPTIONS | /things/a | Accept | */* | 418",
        "PUT | /things/a | Accept | */* | 418",
        "POST | /things/a | Content-Type | application/json | 201",
        "POST | /things/a | Content-Type | application/json; charset=utf-8 | 418",
        "POST | /things/a | Content-Type | text/plain | 418",
        "POST | /things/a | X-No-Type | x | 418",
        "GET | /api/nope | Accept | */* | 404",
        "GET | /nope | Accept | */* | 418",
        "GET | /things/a/broken | Accept | */* | 500",
      })
  void request_isAnsweredOrLeft(String method, String path, String header, String value, int status)
      throws Exception {
    String body = method.equals("POST") ? "{}" : "";

    assertThat(send(method, path, body, header, value).statusCode()).isEqualTo(status);
  }

  @Test
  void arguments_arePathAndRequestAndBody() throws Exception {
    String json = "application/json";

    assertThat(send("POST", "/things/a", "{\"b\":1}", "Content-Type", json).body())
        .isEqualTo("/things/a7");
    assertThat(send("POST", "/things/a", "", "Content-Type", json).body()).isEqualTo("/things/a0");
    assertThat(send("GET", "/things/a", "", "Accept", json).headers().firstValue("X-Id"))
        .contains("a");
  }

  @Test
  void operations_thatOnlyJaxRsCanCall_areRefusedAtTheStart() {
    for (Class<?> type : Set.of(Behind.class, Odd.class)) {
      RouteTable routes = new RouteTable(Set.of(type), _ -> "");
      assertThatThrownBy(() -> new Dispatcher(routes))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(type.getSimpleName());
    }
  }

  private static HttpResponse<String> send(
      String method, String path, String body, String header, String value)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
            .method(method, BodyPublishers.ofString(body))
            .header(header, value)
            .build();
    return client.send(request, BodyHandlers.ofString());
  }
}
