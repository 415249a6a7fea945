package io.waitroom.http.connection;

import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.spi.ServerConnection;
import java.time.Duration;

/** A connection of Helidon's whose client is watched: {@link TimedConnection}. */
final class GuardedConnection implements ServerConnection, InterruptableTask<Void> {
  private final TimedConnection context;
  private final ServerConnection http;

  /**
   * @param context closed when the connection ends
   * @param http reads requests from the context and answers them
   */
  GuardedConnection(TimedConnection context, ServerConnection http) {
    this.context = context;
    this.http = http;
    context.betweenRequests(this::canInterrupt);
  }

  @Override
  public void handle(Limit limit) throws InterruptedException {
    try (context) {
      context.serve(() -> http.handle(limit));
    }
  }

  @Override
  public Duration idleTime() {
    return http.idleTime();
  }

  @Override
  public void close(boolean interrupt) {
    http.close(interrupt);
  }

  @Override
  public boolean canInterrupt() {
    return http instanceof InterruptableTask<?> task && task.canInterrupt();
  }
}
