package io.waitroom.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/** Each fault in turn; whatever breaks a promise fails its test, with what was found. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsIT {
  private final Scale form = Scale.chosen();
  private final Report report = new Report(form);
  private final FaultDeployments houses = new FaultDeployments(form);

  @AfterAll
  void write() {
    houses.close();
    report.write();
  }

  @TestFactory
  Stream<DynamicTest> fault() {
    return Faults.chosen(form).stream()
        .map(fault -> DynamicTest.dynamicTest(fault.name(), () -> survives(fault)));
  }

  private void survives(Fault fault) throws Exception {
    boolean survived = false;
    try {
      Row row = new Trial(fault, houses.of(fault.needs()), form).run();
      report.add(row);
      assertThat(row.broken().stream().limit(20)).isEmpty();
      assertThat(row.recovery().longest()).as("%s", row.recovery()).isLessThan(row.recoveryLimit());
      survived = true;
    } finally {
      if (!survived) {
        houses.pullDown();
      }
    }
  }
}
