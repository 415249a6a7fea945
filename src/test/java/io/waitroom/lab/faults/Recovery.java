package io.waitroom.lab.faults;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How the service came back after a fault.
 *
 * @param longest from the moment the broken part was back until the last replica served a buyer
 * @param courses of the buyers, one at each replica
 */
record Recovery(Duration longest, List<Course> courses) {
  /** When the steps of one buyer were done, from the moment the broken part was back. */
  static final class Course {
    private final int replica;
    private final long sinceNanos;
    private final Map<String, Duration> steps = new LinkedHashMap<>();

    Course(int replica, long sinceNanos) {
      this.replica = replica;
      this.sinceNanos = sinceNanos;
    }

    void done(String step) {
      steps.put(step, Duration.ofNanos(System.nanoTime() - sinceNanos));
    }

    private Duration whole() {
      return steps.values().stream().max(Duration::compareTo).orElse(Duration.ZERO);
    }

    @Override
    public String toString() {
      return steps.entrySet().stream()
          .map(step -> "%s %.1f s".formatted(step.getKey(), step.getValue().toMillis() / 1e3))
          .collect(Collectors.joining(", ", "at " + replica + ": ", ""));
    }
  }

  static Recovery of(List<Course> courses) {
    Duration longest =
        courses.stream().map(Course::whole).max(Duration::compareTo).orElse(Duration.ZERO);
    return new Recovery(longest, courses);
  }

  double seconds() {
    return longest.toMillis() / 1e3;
  }

  @Override
  public String toString() {
    return courses.stream().map(Course::toString).collect(Collectors.joining("; "));
  }
}
