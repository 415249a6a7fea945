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
  private final Scale scale = Scale.chosen();
  private final Report report = new Report(scale);
  private final FaultDeployments deployments = new FaultDeployments(scale);

  @AfterAll
  void write() {
    deployments.close();
    report.write();
  }

  @TestFactory
  Stream<DynamicTest> fault() {
    return Faults.chosen(scale).stream()
        .map(fault -> DynamicTest.dynamicTest(fault.name(), () -> survives(fault)));
  }

  private void survives(FaultCase fault) throws Exception {
    boolean survived = false;
    try {
      Row row = new Trial(fault, deployments.of(fault.needs()), scale).run();
      report.add(row);
      assertThat(row.broken().stream().limit(20)).isEmpty();
      assertThat(row.recovery().longest()).as("%s", row.recovery()).isLessThan(row.recoveryLimit());
      survived = true;
    } finally {
      if (!survived) {
        deployments.discard();
      }
    }
  }
}
