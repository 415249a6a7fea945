package io.waitroom.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the process may use, as its control group says. */
class ProcessGaugesTest {
  @Test
  void f77_processors_areTheQuotaAndNotRoundedUp() {
    assertThat(ProcessGauges.processors("50000 100000\n", 2)).isEqualTo(0.5);
    assertThat(ProcessGauges.processors("400000 100000\n", 2)).isEqualTo(2);
    assertThat(ProcessGauges.processors("max 100000\n", 2)).isEqualTo(2);
    assertThat(ProcessGauges.processors("", 2)).isEqualTo(2);
  }
}
