package io.waitroom.http.server;

import io.helidon.webserver.http.ServerRequest;
import jakarta.ws.rs.core.Response;

/** A resource for people, which has a page to answer with where others answer with a problem. */
public interface BusyPage {
  /** Returns the page that stands in for any other while too many requests are worked on. */
  Response busy(ServerRequest request);
}
