package io.waitroom.boot.app;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.concurrent.Phaser;

/** A bean that needs something that nobody provides. */
@ApplicationScoped
public class LonelyBean {
  @Inject
  public LonelyBean(Phaser phaser) {
    phaser.register();
  }
}
