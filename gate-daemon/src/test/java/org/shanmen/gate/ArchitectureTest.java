package org.shanmen.gate;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Random;

/** The walls between the gate's rooms, as docs/ARCHITECTURE.md draws them. */
@AnalyzeClasses(packages = "org.shanmen", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String ROOT = "org.shanmen.gate";

  @ArchTest
  static final ArchRule ADMISSION_KNOWS_ONLY_THE_PROTOCOL =
      classes()
          .that()
          .resideInAPackage("..gate.admission..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "..gate.admission..",
              "org.shanmen.protocol..",
              "com.google.protobuf..",
              "org.bouncycastle.crypto.params..");

  @ArchTest
  static final ArchRule THE_LANE_KNOWS_ONLY_ADMISSION_AND_ITS_PLUGS =
      classes()
          .that()
          .resideInAPackage("..gate.lane..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              ROOT,
              "..gate.lane..",
              "..gate.admission..",
              "org.shanmen.protocol..",
              "com.google.protobuf..");

  @ArchTest
  static final ArchRule OF_THE_ROOT_ONLY_LIMITS_AND_DURABLE_FILES_ARE_KNOWN =
      noClasses()
          .that()
          .resideInAPackage("org.shanmen.gate.(*)..")
          .should()
          .dependOnClassesThat(
              resideInAPackage(ROOT)
                  .and(not(equivalentTo(Limits.class)))
                  .and(not(equivalentTo(DurableFile.class)))
                  .and(not(equivalentTo(InPlaceFile.class))));

  @ArchTest
  static final ArchRule STORES_KNOW_NEITHER_LANE_NOR_LINK_NOR_DEVICES =
      noClasses()
          .that()
          .resideInAnyPackage("..gate.whitelist..", "..gate.journal..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..gate.lane..",
              "..gate.admission..",
              "..gate.link..",
              "..gate.device..",
              "..gate.ops..");

  @ArchTest
  static final ArchRule THE_LINK_KNOWS_NO_LANE =
      noClasses()
          .that()
          .resideInAPackage("..gate.link..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "..gate.lane..", "..gate.admission..", "..gate.device..", "..gate.ops..");

  @ArchTest
  static final ArchRule DEVICES_KNOW_ONLY_THE_LANES_PLUGS =
      noClasses()
          .that()
          .resideInAPackage("..gate.device..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.shanmen.gate.lane",
              "..gate.admission..",
              "..gate.link..",
              "..gate.journal..",
              "..gate.whitelist..",
              "..gate.ops..");

  @ArchTest
  static final ArchRule RULES_AND_LANE_TAKE_TIME_AS_AN_ARGUMENT =
      noClasses()
          .that()
          .resideInAnyPackage("..gate.admission..", "..gate.lane..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(ZonedDateTime.class, "now")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callConstructor(Random.class)
          .orShould()
          .callMethod(Math.class, "random");

  @ArchTest
  static final ArchRule RULES_AND_LANE_DO_NO_IO =
      noClasses()
          .that()
          .resideInAnyPackage("..gate.admission..", "..gate.lane..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.io..",
              "java.nio.file..",
              "java.nio.channels..",
              "java.net..",
              "java.util.concurrent..",
              "org.slf4j..");

  @ArchTest
  static final ArchRule THE_GATE_KNOWS_NO_CENTRE_AND_NO_SIMULATOR =
      noClasses()
          .that()
          .resideInAPackage("org.shanmen.gate..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.shanmen.central..", "org.shanmen.sim..");
}
