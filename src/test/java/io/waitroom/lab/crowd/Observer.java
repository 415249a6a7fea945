package io.waitroom.lab.crowd;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at the event four times a second, as anybody may, and keeps what it saw; each look is shown
 * to whoever displays it. Runs in a thread of its own until closed.
 */
final class Observer implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(250);

  /**
   * One look.
   *
   * @param seconds since the opening
   * @param waiting people in the queue
   * @param holding people with a slot
   */
  record Look(double seconds, int waiting, int holding) {}

  /** Who is shown each look. */
  interface Display {
    /** Shows it; called by one thread. */
    void show(Look look);
  }

  private final Sale sale;
  private final Display display;
  private final List<Look> looks = new ArrayList<>();
  private final Thread thread;
  private volatile boolean closing;

  Observer(Sale sale, Display display) {
    this.sale = sale;
    this.display = display;
    this.thread = Thread.ofPlatform().daemon().name("observer").start(this::run);
  }

  private void run() {
    try {
      while (!closing) {
        look();
        Thread.sleep(INTERVAL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() throws InterruptedException {
    try {
      Reply room = sale.service().room(sale.event());
      if (room.status() == 200) {
        double seconds = (System.nanoTime() - sale.openedNanos()) / 1e9;
        Look look = new Look(seconds, room.number("queue_length"), room.number("processing_count"));
        synchronized (looks) {
          looks.add(look);
        }
        display.show(look);
      }
    } catch (IOException e) {
      sale.tally().complain("the event could not be looked at: " + e.getMessage());
    }
  }

  /** Everything seen so far, oldest first. */
  List<Look> looks() {
    synchronized (looks) {
      return List.copyOf(looks);
    }
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
