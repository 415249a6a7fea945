package io.waitroom.lab.crowd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.waitroom.lab.crowd.Plan.Ending;
import io.waitroom.lab.crowd.Plan.Repeat;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CrowdOptionsTest {
  @Test
  void nothingGiven_isASaleOfOurOwn() {
    CrowdOptions options = CrowdOptions.of("users=", "url=", "brokers=");
    assertThat(options.urls()).isEmpty();
    assertThat(options.users()).isEqualTo(2_000);
    assertThat(options.instances()).isEqualTo(1);
  }

  @Test
  void everythingGiven_isTaken() {
    CrowdOptions options =
        CrowdOptions.of(
            "users=7",
            "url=http://a:1, https://b/base",
            "brokers=k:9092",
            "adminKey=secret",
            "rate=3",
            "slots=2",
            "checkout=0.5",
            "lease=9",
            "leaving=1");
    assertThat(options.urls())
        .containsExactly(URI.create("http://a:1"), URI.create("https://b/base"));
    assertThat(options.brokers()).contains("k:9092");
    assertThat(options.scene())
        .isEqualTo(
            new Scene(2, 3, Duration.ofSeconds(10), Duration.ofMillis(500), Duration.ofSeconds(9)));
    assertThat(options.habits().leaving()).isEqualTo(1);
  }

  @Test
  void whatIsWrong_isNamed() {
    refuses("users is \"0\": must be 1 to 1000000", "users=0");
    refuses("users is \"many\": must be 1 to 1000000", "users=many");
    refuses("leaving is \"1.5\": must be 0.0 to 1.0", "leaving=1.5");
    refuses("\"crowd=3\" is not one of", "crowd=3");
    refuses("needs adminKey", "url=http://localhost:8080");
    refuses("brokers without url", "brokers=localhost:9092");
  }

  @Test
  void plans_areTheSameForTheSameSeed() {
    CrowdOptions options = CrowdOptions.of("users=1000");
    assertThat(plans(options, 5)).isEqualTo(plans(options, 5)).isNotEqualTo(plans(options, 6));
  }

  @Test
  void plans_followTheShares() {
    CrowdOptions options = CrowdOptions.of("leaving=0.5", "failing=1", "repeating=0");
    List<Plan> plans = plans(options, 1);
    assertThat(plans.stream().filter(plan -> plan.patience().isPresent()).count())
        .isBetween(400L, 600L);
    assertThat(plans).allMatch(plan -> plan.ending() == Ending.FAILS);
    assertThat(plans).allMatch(plan -> plan.repeat() == Repeat.NEVER);
  }

  private static List<Plan> plans(CrowdOptions options, long seed) {
    return IntStream.range(0, 1_000)
        .mapToObj(i -> Plan.of(seed, i, options.scene(), options.habits()))
        .toList();
  }

  private static void refuses(String message, String... arguments) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CrowdOptions.of(arguments))
        .withMessageContaining(message);
  }
}
