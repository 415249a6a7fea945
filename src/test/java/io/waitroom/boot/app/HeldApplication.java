package io.waitroom.boot.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** Serves {@link HeldResource} next to the service's own resources. */
@ApplicationScoped
@ApplicationPath("/held")
public class HeldApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(HeldResource.class);
  }
}
