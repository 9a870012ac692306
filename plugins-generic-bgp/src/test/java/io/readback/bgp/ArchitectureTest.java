package io.readback.bgp;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.readback.bgp");

  private static final List<String> PURE = List.of("message", "codec", "fsm", "rib");

  private static String[] purePackages() {
    return PURE.stream().map(p -> "io.readback.bgp." + p + "..").toArray(String[]::new);
  }

  @Test
  void import_purePackages_findsTheirClasses() {
    for (String name : PURE) {
      long classes =
          CLASSES.stream()
              .filter(c -> c.getPackageName().startsWith("io.readback.bgp." + name))
              .filter(c -> !c.getModifiers().contains(JavaModifier.SYNTHETIC))
              .count();
      assertThat(classes).as(name).isGreaterThan(3);
    }
  }

  @Test
  void purePackages_knowNoSocketsThreadsOrClocks() {
    noClasses()
        .that()
        .resideInAnyPackage(purePackages())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.netty.channel..",
            "io.netty.util.concurrent..",
            "java.net..",
            "java.util.concurrent..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.Clock")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.time.InstantSource")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Math.class, "random")
        .check(CLASSES);
  }

  @Test
  void rib_knowsBuffersButNoChannelsThreadsOrClocks() {
    noClasses()
        .that()
        .resideInAPackage("io.readback.bgp.rib..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.netty.channel..",
            "java.net..",
            "java.util.concurrent..",
            "io.readback.bgp.session..",
            "io.readback.bgp.fsm..")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .check(CLASSES);
  }

  @Test
  void messages_knowNothingOfTheirEncoding() {
    noClasses()
        .that()
        .resideInAPackage("io.readback.bgp.message..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.readback.bgp.codec..", "io.readback.bgp.fsm..")
        .check(CLASSES);
  }

  @Test
  void module_knowsTheSpiAndNoOtherPartOfReadback() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.readback.core..", "io.readback.app..", "io.readback.router..", "io.readback.frr..")
        .check(CLASSES);
  }

  @Test
  void packages_haveNoCycles() {
    slices().matching("io.readback.bgp.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
