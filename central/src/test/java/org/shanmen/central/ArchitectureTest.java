package org.shanmen.central;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The centre's walls: which room may know which. */
@AnalyzeClasses(
    packages = "org.shanmen.central",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule roomsAreBuiltOnEachOtherOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("program")
          .definedBy("org.shanmen.central")
          .layer("db")
          .definedBy("org.shanmen.central.db..")
          .layer("web")
          .definedBy("org.shanmen.central.web..")
          .layer("people")
          .definedBy("org.shanmen.central.people..")
          .layer("park")
          .definedBy("org.shanmen.central.park..")
          .layer("gatelink")
          .definedBy("org.shanmen.central.gatelink..")
          .layer("live")
          .definedBy("org.shanmen.central.live..")
          .layer("credit")
          .definedBy("org.shanmen.central.credit..")
          .layer("money")
          .definedBy("org.shanmen.central.money..")
          .layer("report")
          .definedBy("org.shanmen.central.report..")
          .layer("ticketing")
          .definedBy("org.shanmen.central.ticketing..")
          .whereLayer("program")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("web")
          .mayOnlyBeAccessedByLayers(
              "program", "people", "park", "gatelink", "live", "money", "report", "ticketing")
          .whereLayer("people")
          .mayOnlyBeAccessedByLayers("program", "park", "money", "ticketing")
          .whereLayer("park")
          .mayOnlyBeAccessedByLayers("program", "ticketing")
          .whereLayer("gatelink")
          .mayOnlyBeAccessedByLayers("program", "live", "report", "ticketing")
          .whereLayer("credit")
          .mayOnlyBeAccessedByLayers("gatelink", "ticketing")
          .whereLayer("money")
          .mayOnlyBeAccessedByLayers("program", "credit", "ticketing")
          .whereLayer("report")
          .mayOnlyBeAccessedByLayers("program")
          .whereLayer("live")
          .mayOnlyBeAccessedByLayers("program")
          .whereLayer("ticketing")
          .mayOnlyBeAccessedByLayers("program");

  @ArchTest
  static final ArchRule roomsDoNotGoInCircles =
      slices().matching("org.shanmen.central.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theDoorKnowsNoDatabase =
      noClasses()
          .that()
          .resideInAPackage("org.shanmen.central.web..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.shanmen.central.db..", "org.jooq..", "java.sql..");

  @ArchTest
  static final ArchRule theCentreKnowsNeitherGateNorSimulator =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.shanmen.gate..", "org.shanmen.sim..");

  @ArchTest
  static final ArchRule nobodyReadsTheWallClockBesideTheInjectedOne =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("org.shanmen.central.Central")
          .should()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(java.time.InstantSource.class, "system");

  @ArchTest
  static final ArchRule onlyTheProgramEndsTheProcess =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("org.shanmen.central.Central")
          .should()
          .callMethod(System.class, "exit", int.class);

  @ArchTest
  static final ArchRule namesSayWhatThingsAre =
      classes()
          .should()
          .haveSimpleNameNotEndingWith("Manager")
          .andShould()
          .haveSimpleNameNotEndingWith("Helper")
          .andShould()
          .haveSimpleNameNotEndingWith("Util")
          .andShould()
          .haveSimpleNameNotEndingWith("Impl");
}
