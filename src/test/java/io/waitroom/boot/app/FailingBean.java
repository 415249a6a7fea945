package io.waitroom.boot.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;

/** A bean that cannot start. */
@ApplicationScoped
public class FailingBean {
  void start(@Observes @Initialized(ApplicationScoped.class) Object event) {
    throw new IllegalStateException("join.lua is\nmissing");
  }
}
