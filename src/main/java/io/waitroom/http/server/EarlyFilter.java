package io.waitroom.http.server;

import io.helidon.common.Weighted;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.spi.ServerFeature;

/**
 * Puts a filter before everything that answers, Helidon's own filters included.
 *
 * @param name for Helidon's log
 * @param weight of several, the one with the greatest comes first; above 1 000
 */
public record EarlyFilter(String name, double weight, Filter filter)
    implements ServerFeature, Weighted {
  @Override
  public void setup(ServerFeatureContext context) {
    context.socket(WebServer.DEFAULT_SOCKET_NAME).httpRouting().addFilter(filter);
  }

  @Override
  public String type() {
    return name;
  }
}
