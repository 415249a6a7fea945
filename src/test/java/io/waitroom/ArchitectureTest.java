package io.waitroom;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The import table: which package may know which. */
@AnalyzeClasses(packages = "io.waitroom", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule room_knowsOnlyTheJdk =
      classes()
          .that()
          .resideInAPackage("io.waitroom.room")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.waitroom.room", "java..", "javax.crypto..", "org.jspecify..");

  @ArchTest
  static final ArchRule service_knowsRoomAndOpsAndTheJdk =
      classes()
          .that()
          .resideInAPackage("io.waitroom.service..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.waitroom.service..",
              "io.waitroom.room",
              "io.waitroom.ops",
              "java..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule token_knowsTheRoomAndItsLibraries =
      classes()
          .that()
          .resideInAPackage("io.waitroom.token..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "io.waitroom.token..",
              "io.waitroom.room",
              "com.nimbusds..",
              "org.altcha..",
              "java..",
              "javax.crypto..",
              "org.jspecify..");

  @ArchTest
  static final ArchRule tokenLibraries_stayInTheirPackage =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.waitroom.token..", "io.waitroom.boot..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.nimbusds..", "org.altcha..");

  @ArchTest static final ArchRule ops_row = row("io.waitroom.ops..", "io.waitroom.room");

  @ArchTest
  static final ArchRule work_row =
      row("io.waitroom.work..", "io.waitroom.room", "io.waitroom.service", "io.waitroom.ops");

  @ArchTest
  static final ArchRule redis_row =
      row("io.waitroom.redis..", "io.waitroom.room", "io.waitroom.ops");

  @ArchTest
  static final ArchRule kafka_row =
      row("io.waitroom.kafka..", "io.waitroom.room", "io.waitroom.service", "io.waitroom.ops");

  @ArchTest
  static final ArchRule page_row =
      row(
          "io.waitroom.http.page..",
          "io.waitroom.room",
          "io.waitroom.ops",
          "io.waitroom.service",
          "io.waitroom.http.wire",
          "io.waitroom.http.server");

  /** A row of the table: of our packages, this one may know itself and these. */
  private static ArchRule row(String holder, String... known) {
    return classes()
        .that()
        .resideInAPackage(holder)
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("io.waitroom..")
                .or(resideInAPackage(holder))
                .or(resideInAnyPackage(known)));
  }

  @ArchTest
  static final ArchRule adapters_doNotKnowEachOther =
      slices().matching("io.waitroom.(http|redis|kafka|work)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule boot_isKnownByNobody =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.waitroom.boot..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.waitroom.boot..");

  @ArchTest
  static final ArchRule jedis_staysInItsPackage =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.waitroom.redis..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("redis.clients..");

  @ArchTest
  static final ArchRule kafkaClients_stayInTheirPackage =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.waitroom.kafka..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka..");

  @ArchTest
  static final ArchRule kafkaPackages_areFreeOfCycles =
      slices().matching("io.waitroom.kafka.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule kafkaConnector_isUnknownToItsParts =
      noClasses()
          .that()
          .resideInAnyPackage("io.waitroom.kafka.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.waitroom.kafka");

  @ArchTest
  static final ArchRule registry_isTouchedInOneClass =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.waitroom.ops", "io.waitroom.boot..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micrometer..");
}
