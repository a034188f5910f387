package org.shanmen.sim;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The simulator's walls. */
@AnalyzeClasses(packages = "org.shanmen.sim", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule theLaneIsPure =
      classes()
          .that()
          .resideInAPackage("org.shanmen.sim.lane")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("org.shanmen.sim.lane", "java.lang..", "java.util..");

  @ArchTest
  static final ArchRule theProviderNeedsOnlyWhatTheDaemonBrings =
      classes()
          .that()
          .resideInAPackage("org.shanmen.sim.wire")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("org.shanmen.sim.wire", "com.pi4j..", "org.slf4j", "java..");

  @ArchTest
  static final ArchRule serialDevicesKnowOnlyTheirLines =
      classes()
          .that()
          .resideInAPackage("org.shanmen.sim.serial")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("org.shanmen.sim.serial", "com.sun.jna..", "org.slf4j", "java..");

  @ArchTest
  static final ArchRule theRigKnowsNoControlAndNoCrowd =
      noClasses()
          .that()
          .resideInAPackage("org.shanmen.sim.rig")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.shanmen.sim.control..",
              "org.shanmen.sim.crowd..",
              "org.shanmen.sim.park..",
              "org.shanmen.sim.demo..");

  @ArchTest
  static final ArchRule onlyTheProgramsOpenTheControlApi =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "org.shanmen.sim", "org.shanmen.sim.control", "org.shanmen.sim.demo")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.shanmen.sim.control");

  @ArchTest
  static final ArchRule theCentreIsStartedAndNeverCalled =
      noClasses()
          .that()
          .resideInAPackage("org.shanmen.sim..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.shanmen.central..");

  /**
   * A benchmark in microseconds cannot go through a process's wires; a soak holds a gate's books by
   * their disk.
   */
  @ArchTest
  static final ArchRule onlyScenariosBenchmarksAndSoaksCallTheGate =
      noClasses()
          .that()
          .resideInAPackage("org.shanmen.sim..")
          .and()
          .resideOutsideOfPackages(
              "org.shanmen.sim.scenario..", "org.shanmen.sim.bench..", "org.shanmen.sim.soak..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.shanmen.gate..");

  @ArchTest
  static final ArchRule roomsDependOneWay =
      slices().matching("org.shanmen.sim.(*)..").should().beFreeOfCycles();
}
