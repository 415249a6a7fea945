package io.waitroom.http.server;

import io.waitroom.http.wire.ApiPaths;
import io.waitroom.http.wire.Problem;
import io.waitroom.http.wire.ProblemException;
import io.waitroom.ops.Metrics;
import io.waitroom.ops.Service;
import jakarta.inject.Inject;
import java.util.concurrent.Semaphore;

/**
 * How many requests of the API this replica works on at once. Those beyond are turned away at once,
 * before anything is parsed: a queue in front of the work would only make everybody late. A stream
 * counts until it is open, and has a cap of its own then; probes, metrics and the published keys
 * are never turned away.
 *
 * <p>Thread-safe.
 */
@Service
public class RequestLimit {
  private static final String API = "/api/";
  private static final String KEYS = ApiPaths.ROOT + "/.well-known/";

  /** What those who are turned away are told. */
  public static final String TOO_MANY = "Too many requests at once; nothing was done";

  /** Permits that may be overdrawn. */
  private static final class Permits extends Semaphore {
    private static final long serialVersionUID = 1L;

    Permits(int permits) {
      super(permits);
    }

    void reduce(int count) {
      reducePermits(count);
    }
  }

  private final Permits free;
  private final Metrics metrics;

  @Inject
  public RequestLimit(HttpSettings settings, Metrics metrics) {
    this.free = new Permits(settings.maxInFlight());
    this.metrics = metrics;
    metrics.requestsInFlight(() -> settings.maxInFlight() - free.availablePermits());
  }

  /** Whether a request with this path counts. */
  public static boolean counts(String path) {
    return path.startsWith(API) && !path.startsWith(KEYS);
  }

  /** Counts a request in, or turns it away; whoever was let in has to {@link #leave}. */
  public boolean enter() {
    if (free.tryAcquire()) {
      return true;
    }
    metrics.requestTurnedAway();
    return false;
  }

  /** Counts a request out. */
  public void leave() {
    free.release();
  }

  /** Counts a request in again that has left for a while, even if it is one too many. */
  public void takeBack() {
    free.reduce(1);
  }

  /**
   * Turns a request away that has come back when it is one too many.
   *
   * @throws ProblemException when it is
   */
  public void requireRoom() {
    if (free.availablePermits() < 0) {
      metrics.requestTurnedAway();
      throw new ProblemException(Problem.TEMPORARILY_UNAVAILABLE, TOO_MANY);
    }
  }
}
