package org.seqloc.launch;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * The plan of the house, as rules: who may use whom. Plain tests rather than ArchUnit's own, which
 * a test runner was seen to drop without a word.
 */
class ArchitectureTest {

  /** In core, each package may use those before it, and none after it. */
  private static final List<String> CORE =
      List.of(
          "geometry",
          "image",
          "feature",
          "retrieval",
          "match",
          "map",
          "pose",
          "sequence",
          "localize",
          "kapture",
          "evaluate");

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(ArchitectureTest::isNoTestJar)
          .importPackages("org.seqloc", "org.ros");

  private static boolean isNoTestJar(Location location) {
    return !location.contains("-tests.jar");
  }

  @Test
  void modulesUseEachOtherOneWayOnly() {
    check(
        noClasses()
            .that()
            .resideInAPackage("org.seqloc.msgs..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.seqloc..").and(not(in("msgs"))))
            .because("msgs knows nothing else"));
    check(
        noClasses()
            .that()
            .resideInAPackage("org.seqloc.core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.seqloc.msgs..",
                "org.seqloc.bags..",
                "org.seqloc.nodes..",
                "org.seqloc.launch..",
                "org.ros..",
                "io.netty..",
                "org.slf4j..")
            .because("core is localization without ROS, sockets and logs"));
    check(
        noClasses()
            .that()
            .resideInAPackage("org.seqloc.bags..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.seqloc.nodes..", "org.ros.node..", "org.seqloc.launch..")
            .because("recordings are read without a running graph"));
    check(
        noClasses()
            .that()
            .resideInAnyPackage("org.seqloc.nodes..", "org.ros..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.seqloc.launch..")
            .because("the command line starts the nodes, not the other way round"));
  }

  @Test
  void packagesOfCoreUseOnlyThoseBeforeThem() {
    for (int i = 0; i < CORE.size(); i++) {
      String[] later =
          CORE.subList(i + 1, CORE.size()).stream()
              .map(name -> "org.seqloc.core." + name + "..")
              .toArray(String[]::new);
      if (later.length > 0) {
        check(
            noClasses()
                .that()
                .resideInAPackage("org.seqloc.core." + CORE.get(i) + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(later)
                .because("the packages of core are ordered")
                .allowEmptyShould(true));
      }
    }
    check(
        noClasses()
            .that()
            .resideInAPackage("org.seqloc.core.kapture..")
            .should()
            .dependOnClassesThat(
                resideInAPackage("org.seqloc.core.(*)..")
                    .and(
                        not(
                            resideInAnyPackage(
                                "org.seqloc.core.kapture..",
                                "org.seqloc.core.geometry..",
                                "org.seqloc.core.image.."))))
            .because("a file format knows what is stored, not what is done with it")
            .allowEmptyShould(true));
    check(
        noClasses()
            .that()
            .resideInAPackage("org.seqloc.core")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.seqloc.core.(*)..")
            .because("the root of core serves all its packages"));
  }

  @Test
  void everyPackageOfCoreHasItsPlaceInTheOrder() {
    String[] known =
        CORE.stream().map(name -> "org.seqloc.core." + name + "..").toArray(String[]::new);
    check(
        classes()
            .that()
            .resideInAPackage("org.seqloc.core..")
            .should()
            .resideInAnyPackage(with(known, "org.seqloc.core")));
  }

  @Test
  void packagesAreFreeOfCycles() {
    check(slices().matching("org.seqloc.core.(*)..").should().beFreeOfCycles());
    check(slices().matching("org.seqloc.(*)..").should().beFreeOfCycles());
  }

  @Test
  void nativeLibrariesStayInTheirPackages() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages("org.seqloc.core.image..", "org.seqloc.core.feature..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.opencv..", "nu.pattern..")
            .because("what OpenCV allocates has one owner, and it is there"));
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("org.seqloc.core.feature..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.onnxruntime..")
            .because("networks are run in one place"));
  }

  @Test
  void coreReadsNoClock() {
    check(
        noClasses()
            .that()
            .resideInAPackage("org.seqloc.core..")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .dependOnClassesThat(belongToAnyOf(Clock.class))
            .because("the same input gives the same output, whenever it is run"));
  }

  @Test
  void onlyTheCommandLinePrints() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("org.seqloc.launch..")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace"));
  }

  /** The rules above would all hold over nothing. */
  @Test
  void seesTheClassesOfTheHouse() {
    assertTrue(ALL.contain("org.seqloc.core.geometry.Pose"));
    assertTrue(ALL.contain("org.seqloc.msgs.MessageType"));
    assertTrue(ALL.contain("org.seqloc.bags.Bag"));
    assertTrue(ALL.contain("org.seqloc.launch.Main"));
    List<Executable> planted = new ArrayList<>();
    planted.add(
        () ->
            noClasses()
                .that()
                .resideInAPackage("org.seqloc.launch..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.seqloc.core..")
                .check(ALL));
    planted.add(
        () ->
            noClasses()
                .that()
                .resideInAPackage("org.seqloc.launch..")
                .should()
                .accessField(System.class, "out")
                .check(ALL));
    for (Executable violated : planted) {
      assertThrows(AssertionError.class, violated);
    }
  }

  private static void check(ArchRule rule) {
    rule.check(ALL);
  }

  private static DescribedPredicate<JavaClass> in(String module) {
    return resideInAPackage("org.seqloc." + module + "..");
  }

  private static String[] with(String[] names, String more) {
    List<String> all = new ArrayList<>(List.of(names));
    all.add(more);
    return all.toArray(String[]::new);
  }
}
