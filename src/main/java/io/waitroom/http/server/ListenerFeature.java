package io.waitroom.http.server;

import io.helidon.common.Weighted;
import io.helidon.webserver.spi.ServerFeature;
import java.util.function.Consumer;

/**
 * Routes and filters of ours on a listener, as Helidon sets them up.
 *
 * @param name for Helidon's log
 * @param weight those with a greater one stand before those with a smaller one
 * @param setting adds them
 */
public record ListenerFeature(
    String name, double weight, Consumer<ServerFeature.ServerFeatureContext> setting)
    implements ServerFeature, Weighted {
  @Override
  public void setup(ServerFeatureContext context) {
    setting.accept(context);
  }

  @Override
  public String type() {
    return name;
  }
}
