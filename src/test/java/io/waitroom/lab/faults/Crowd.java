package io.waitroom.lab.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Many who come one after another, each on a virtual thread of its own. */
final class Crowd {
  private final List<Member> members = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  private Crowd() {}

  /**
   * Lets a crowd come.
   *
   * @param size how many
   * @param arrival between the first and the last
   * @param patience of each, from its arrival on
   */
  static Crowd start(Scene scene, int size, Duration arrival, Duration patience) {
    Crowd crowd = new Crowd();
    for (int number = 0; number < size; number++) {
      Duration delay = arrival.multipliedBy(number).dividedBy(size);
      Member member = new Member(scene, number, patience.plus(delay));
      crowd.members.add(member);
      crowd.threads.add(
          Thread.ofVirtual()
              .name("member-" + number)
              .start(() -> {
                Pause.of(delay);
                member.visit();
              }));
    }
    return crowd;
  }

  int size() {
    return members.size();
  }

  /** How many have a place. */
  long placed() {
    return members.stream().filter(Member::isPlaced).count();
  }

  /** How many have seen the end of their place. */
  long ended() {
    return members.stream().filter(Member::isEnded).count();
  }

  /** Returns when all have gone, at the latest when the limit is over. */
  void await(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    try {
      for (Thread thread : threads) {
        var _ = thread.join(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    threads.forEach(Thread::interrupt);
  }
}
