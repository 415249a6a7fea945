package io.waitroom.lab.bench.noop;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** Serves {@link NoopResource}. */
@ApplicationScoped
@ApplicationPath("/noop")
public class NoopApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Set.of(NoopResource.class);
  }
}
