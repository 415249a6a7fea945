package io.waitroom;

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
  static final ArchRule ops_knowsOnlyTheRoom =
      noClasses()
          .that()
          .resideInAPackage("io.waitroom.ops")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.waitroom.http",
              "io.waitroom.redis",
              "io.waitroom.kafka",
              "io.waitroom.work",
              "io.waitroom.boot");

  @ArchTest
  static final ArchRule adapters_doNotKnowEachOther =
      slices().matching("io.waitroom.(http|redis|kafka|work)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule boot_isKnownByNobody =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.waitroom.boot")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.waitroom.boot");

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
          .resideOutsideOfPackage("io.waitroom.kafka")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.kafka..");

  @ArchTest
  static final ArchRule registry_isTouchedInOneClass =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.waitroom.ops", "io.waitroom.boot")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micrometer..");
}
