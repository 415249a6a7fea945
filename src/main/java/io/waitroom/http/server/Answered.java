package io.waitroom.http.server;

import io.helidon.webserver.http.ServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * The moment at which the answer to a request is known and none of it has been written. Filters
 * register what they do then; whoever writes the answer announces the moment. Confined to the
 * request's thread.
 */
final class Answered {
  private final List<IntConsumer> actions = new ArrayList<>(2);

  private Answered() {}

  /**
   * Registers an action for the moment, which comes once or never.
   *
   * @param action takes the status of the answer
   */
  static void then(ServerRequest request, IntConsumer action) {
    Answered moment =
        request
            .context()
            .get(Answered.class)
            .orElseGet(() -> {
              Answered made = new Answered();
              request.context().register(made);
              return made;
            });
    moment.actions.add(action);
  }

  /** Announces the moment. */
  static void announce(ServerRequest request, int status) {
    request
        .context()
        .get(Answered.class)
        .ifPresent(moment -> {
          moment.actions.forEach(action -> action.accept(status));
          moment.actions.clear();
        });
  }

  /** Drops all actions: the request was not answered, but turned away. */
  static void forget(ServerRequest request) {
    request.context().get(Answered.class).ifPresent(moment -> moment.actions.clear());
  }
}
