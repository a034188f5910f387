package org.shanmen.central;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
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
          .layer("handheld")
          .definedBy("org.shanmen.central.handheld..")
          .layer("live")
          .definedBy("org.shanmen.central.live..")
          .layer("data")
          .definedBy("org.shanmen.central.data..")
          .layer("catalogue")
          .definedBy("org.shanmen.central.catalogue..")
          .layer("credit")
          .definedBy("org.shanmen.central.credit..")
          .layer("money")
          .definedBy("org.shanmen.central.money..")
          .layer("paper")
          .definedBy("org.shanmen.central.paper..")
          .layer("payment")
          .definedBy("org.shanmen.central.payment..")
          .layer("sandboxpay")
          .definedBy("org.shanmen.central.sandboxpay..")
          .layer("report")
          .definedBy("org.shanmen.central.report..")
          .layer("ticketing")
          .definedBy("org.shanmen.central.ticketing..")
          .whereLayer("program")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("web")
          .mayOnlyBeAccessedByLayers(
              "program",
              "people",
              "park",
              "gatelink",
              "handheld",
              "live",
              "catalogue",
              "data",
              "money",
              "payment",
              "report",
              "ticketing")
          .whereLayer("people")
          .mayOnlyBeAccessedByLayers(
              "program", "handheld", "park", "catalogue", "data", "money", "payment", "ticketing")
          .whereLayer("park")
          .mayOnlyBeAccessedByLayers("program", "report", "ticketing")
          .whereLayer("gatelink")
          .mayOnlyBeAccessedByLayers(
              "program", "handheld", "live", "catalogue", "data", "report", "ticketing")
          .whereLayer("catalogue")
          .mayOnlyBeAccessedByLayers("ticketing")
          .whereLayer("credit")
          .mayOnlyBeAccessedByLayers("gatelink", "catalogue", "ticketing")
          .whereLayer("money")
          .mayOnlyBeAccessedByLayers(
              "program", "catalogue", "credit", "payment", "report", "ticketing")
          .whereLayer("paper")
          .mayOnlyBeAccessedByLayers("program", "report", "ticketing")
          .whereLayer("payment")
          .mayOnlyBeAccessedByLayers("program", "ticketing")
          .whereLayer("sandboxpay")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("report")
          .mayOnlyBeAccessedByLayers("program")
          .whereLayer("handheld")
          .mayOnlyBeAccessedByLayers("program")
          .whereLayer("live")
          .mayOnlyBeAccessedByLayers("program")
          .whereLayer("data")
          .mayOnlyBeAccessedByLayers("program", "catalogue", "ticketing")
          .whereLayer("ticketing")
          .mayOnlyBeAccessedByLayers("program");

  @ArchTest
  static final ArchRule roomsDoNotGoInCircles =
      slices().matching("org.shanmen.central.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theSandboxKnowsNothingOfTheCentre =
      noClasses()
          .that()
          .resideInAPackage("org.shanmen.central.sandboxpay..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("org.shanmen.central..")
                  .and(not(resideInAPackage("org.shanmen.central.sandboxpay.."))));

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
          .and()
          .doNotHaveFullyQualifiedName("org.shanmen.central.sandboxpay.SandboxPay")
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
          .and()
          .doNotHaveFullyQualifiedName("org.shanmen.central.AuditProgram")
          .and()
          .doNotHaveFullyQualifiedName("org.shanmen.central.sandboxpay.SandboxPay")
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
