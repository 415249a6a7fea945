package io.waitroom.lab.faults;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What judges the service knows nothing of it but what it shows to the outside. */
@AnalyzeClasses(packages = "io.waitroom")
class IndependenceTest {
  @ArchTest
  static final ArchRule faults_knowNoClassOfTheService =
      noClasses()
          .that()
          .resideInAPackage("io.waitroom.lab.faults")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.waitroom.boot..",
              "io.waitroom.http..",
              "io.waitroom.kafka..",
              "io.waitroom.ops..",
              "io.waitroom.redis..",
              "io.waitroom.room..",
              "io.waitroom.service..",
              "io.waitroom.token..",
              "io.waitroom.work..");
}
