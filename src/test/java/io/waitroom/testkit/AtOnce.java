package io.waitroom.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Things that happen at the same moment. */
public final class AtOnce {
  /** As many at once as a replica's HTTP would; more would be told to come back (503). */
  private static final int WIDTH = 200;

  private AtOnce() {}

  /** Runs the tasks, at most 200 at a time; their results in the order of the tasks. */
  public static <T> List<T> run(List<Callable<T>> tasks) throws Exception {
    return run(WIDTH, tasks);
  }

  /** Runs the tasks, at most {@code width} at a time; their results in the order of the tasks. */
  public static <T> List<T> run(int width, List<Callable<T>> tasks) throws Exception {
    try (ExecutorService executor =
        Executors.newFixedThreadPool(width, Thread.ofVirtual().factory())) {
      List<T> results = new ArrayList<>();
      for (Future<T> future : executor.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
