package io.waitroom.boot.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/**
 * Serves {@link HeldResource} next to the service's own resources. To CDI it is no {@link
 * Application}: the service's own is the only one.
 */
@ApplicationScoped
@Typed(HeldApplication.class)
@ApplicationPath("/held")
public class HeldApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(HeldResource.class);
  }
}
