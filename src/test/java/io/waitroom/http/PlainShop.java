package io.waitroom.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A shop that knows nothing of waiting rooms; it keeps what it was asked. */
final class PlainShop implements AutoCloseable {
  static final String PAGE = "<h1>Two tickets, please</h1>";

  private final HttpServer server;
  private final List<Visit> visits = new CopyOnWriteArrayList<>();

  /** A request that got through. */
  record Visit(String address, Headers headers) {}

  PlainShop() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::serve);
    server.start();
  }

  /** Such as {@code 127.0.0.1:3000}. */
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  List<Visit> visits() {
    return visits;
  }

  private void serve(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    visits.add(new Visit(exchange.getRequestURI().toString(), exchange.getRequestHeaders()));
    byte[] page = PAGE.getBytes(StandardCharsets.UTF_8);
    // A shop's own refusals are its own business.
    boolean refuses = exchange.getRequestURI().getPath().endsWith("/members-only");
    exchange.sendResponseHeaders(refuses ? 403 : 200, page.length);
    exchange.getResponseBody().write(page);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
