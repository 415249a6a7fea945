package io.waitroom.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.waitroom.boot.Startup.Moment;
import io.waitroom.boot.Startup.Part;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parts start in their order and stop in the opposite one. */
class StartupTest {
  private final List<String> done = new ArrayList<>();

  @Test
  void start_runsTheActionsOfItsMomentInOrder() {
    Startup startup = new Startup(List.of(part("redis"), part("loops")));

    startup.start(Moment.BEFORE_PORT_OPENS);

    assertThat(done).containsExactly("redis BEFORE_PORT_OPENS", "loops BEFORE_PORT_OPENS");
  }

  @Test
  void stop_runsTheActionsOfItsMomentBackwards() {
    Startup startup = new Startup(List.of(part("redis"), Part.of("idle"), part("loops")));

    startup.stop(Moment.AFTER_DRAIN);

    assertThat(done).containsExactly("loops AFTER_DRAIN", "redis AFTER_DRAIN");
  }

  @Test
  void start_partThatFails_endsTheStart() {
    Startup startup = new Startup(List.of(failing(Moment.AFTER_PORT_OPENED), part("loops")));

    assertThatThrownBy(() -> startup.start(Moment.AFTER_PORT_OPENED)).hasMessage("broken");
    assertThat(done).isEmpty();
  }

  @Test
  void stop_partThatFails_keepsNoOtherFromItsStop() {
    Startup startup =
        new Startup(List.of(part("redis"), failing(Moment.BEFORE_DRAIN), part("loops")));

    startup.stop(Moment.BEFORE_DRAIN);

    assertThat(done).containsExactly("loops BEFORE_DRAIN", "redis BEFORE_DRAIN");
  }

  /** A part that writes down each of its actions. */
  private Part part(String name) {
    Part part = Part.of(name);
    for (Moment moment : Moment.values()) {
      part = part.at(moment, () -> done.add(name + " " + moment));
    }
    return part;
  }

  private static Part failing(Moment moment) {
    return Part.of("broken")
        .at(
            moment,
            () -> {
              throw new IllegalStateException("broken");
            });
  }
}
