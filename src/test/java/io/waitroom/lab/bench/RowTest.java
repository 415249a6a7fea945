package io.waitroom.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.waitroom.lab.bench.Row.Round;
import io.waitroom.lab.load.Arguments;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a row says, and when its goal is reached. */
class RowTest {
  private static final List<Round> ROUNDS =
      List.of(new Round(80, 100), new Round(300, 100), new Round(90, 100));

  @Test
  void ratio_isJudgedByTheMedianOfTheRounds() {
    Row row = row(Goal.ratioAtLeast(0.9), ROUNDS);
    assertThat(row.judged()).isEqualTo(0.9, within(1e-9));
    assertThat(row.least()).isEqualTo(0.8, within(1e-9));
    assertThat(row.most()).isEqualTo(3, within(1e-9));
    assertThat(row.isReached()).isTrue();
    assertThat(row(Goal.ratioAtLeast(0.91), ROUNDS).isReached()).isFalse();
    assertThat(row(Goal.ratioAtMost(0.89), ROUNDS).isReached()).isFalse();
  }

  @Test
  void difference_isMeasuredLessReference() {
    assertThat(row(Goal.differenceAtMost(-10), ROUNDS).isReached()).isTrue();
    assertThat(row(Goal.differenceAtMost(-11), ROUNDS).isReached()).isFalse();
  }

  @Test
  void value_needsNoReference_andNothingMeasuredReachesNothing() {
    assertThat(row(Goal.atMost(5), List.of(Round.alone(5), Round.alone(4))).isReached()).isTrue();
    assertThat(row(Goal.atMost(5), List.of(Round.alone(Double.NaN))).isReached()).isFalse();
    assertThat(row(Goal.atLeast(5), List.of(Round.alone(4))).isReached()).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> row(Goal.atLeast(5), List.of()));
  }

  @Test
  void figures_areChosenByName() {
    assertThat(Figures.named("")).hasSizeGreaterThan(10);
    assertThat(Figures.named("polls,joins"))
        .extracting(Figure::name)
        .containsExactly("joins", "polls");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Figures.named("joins,jumps"))
        .withMessageContaining("redis-memory");
  }

  @Test
  void effort_isLessWhenQuick() {
    assertThat(effort()).isEqualTo(new RunLength(5, Duration.ofSeconds(5), 1));
    assertThat(effort("quick=true", "repeats=4"))
        .isEqualTo(new RunLength(4, Duration.ofSeconds(1), 0.01));
  }

  private static RunLength effort(String... arguments) {
    return RunLength.of(Arguments.of(arguments, Set.of("quick", "repeats", "seconds")));
  }

  private static Row row(Goal goal, List<Round> rounds) {
    return new Row("it", "ms", rounds, "", goal, "");
  }
}
