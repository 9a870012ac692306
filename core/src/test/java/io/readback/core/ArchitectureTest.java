package io.readback.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may import whom in the engine and the plugin interface. */
class ArchitectureTest {
  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.readback");
    // a rule that looks at nothing holds always
    assertThat(classes.size()).isGreaterThan(300);
    assertThat(classes.stream().filter(c -> c.getPackageName().startsWith("io.readback.spi")))
        .hasSizeGreaterThan(40);
    assertThat(classes.stream().filter(c -> c.getPackageName().startsWith("io.readback.core")))
        .hasSizeGreaterThan(200);
  }

  @Test
  void spi_dependsOnTheJdkOnly() {
    classes()
        .that()
        .resideInAPackage("io.readback.spi..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.readback.spi..", "java..", "org.jspecify.annotations..")
        .check(classes);
  }

  @Test
  void core_dependsOnTheSpiAndItsFewLibraries() {
    classes()
        .that()
        .resideInAPackage("io.readback.core..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.readback.core..",
            "io.readback.spi..",
            "java..",
            "org.jspecify.annotations..",
            "org.pcollections..",
            "org.snakeyaml.engine..",
            "tools.jackson..")
        .check(classes);
  }

  @Test
  void packages_haveNoCycles() {
    slices().matching("io.readback.core.(*)..").should().beFreeOfCycles().check(classes);
    slices().matching("io.readback.spi.(*)..").should().beFreeOfCycles().check(classes);
  }

  @Test
  void libraries_stayWhereTheyAreNeeded() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.readback.core.manifest..", "io.readback.core.settings..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.snakeyaml..")
        .check(classes);
    noClasses()
        .that()
        .resideOutsideOfPackage("io.readback.core.state..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("tools.jackson..")
        .check(classes);
  }

  @Test
  void pureLogic_knowsNoClockNoFileNoThread() {
    String[] pure = {
      "io.readback.core.model..",
      "io.readback.core.manifest..",
      "io.readback.core.admission..",
      "io.readback.core.allocate..",
      "io.readback.core.plan..",
      "io.readback.core.observe..",
      "io.readback.core.verdict..",
      "io.readback.core.explain..",
      "io.readback.core.lint..",
      "io.readback.core.diff.."
    };
    noClasses()
        .that()
        .resideInAnyPackage(pure)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.net..", "java.util.concurrent..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Thread.class, Clock.class, Files.class, Path.class)
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(classes);
  }

  @Test
  void layers_pointOneWay() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.readback.core.model..",
            "io.readback.core.manifest..",
            "io.readback.core.admission..",
            "io.readback.core.allocate..",
            "io.readback.core.plan..",
            "io.readback.core.observe..",
            "io.readback.core.verdict..",
            "io.readback.core.dispatch..",
            "io.readback.core.plugin..",
            "io.readback.core.source..",
            "io.readback.core.settings..",
            "io.readback.core.state..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.readback.core.engine..")
        .check(classes);
    noClasses()
        .that()
        .resideInAPackage("io.readback.core..")
        .and()
        .resideOutsideOfPackages("io.readback.core.engine..", "io.readback.core.explain..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.readback.core.explain..")
        .check(classes);
  }

  @Test
  void nobody_resolvesNamesOrPrints() {
    noClasses()
        .that()
        .resideInAnyPackage("io.readback.core..", "io.readback.spi..")
        .should()
        .callMethod(InetAddress.class, "getByName", String.class)
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(classes);
  }
}
