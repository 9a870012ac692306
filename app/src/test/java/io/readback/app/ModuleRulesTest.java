package io.readback.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may import whom among the modules that the program is made of. */
class ModuleRulesTest {
  private static final String SPI = "io.readback.spi..";
  private static final String CORE = "io.readback.core..";
  private static final String ROUTER_ACCESS = "io.readback.router..";
  private static final String BGP = "io.readback.bgp..";
  private static final String FRR = "io.readback.frr..";
  private static final String LAYER2 = "io.readback.layer2..";
  private static final String LINUX = "io.readback.linux..";
  private static final String KERNEL = "io.readback.kernel..";
  private static final String APP = "io.readback.app..";

  private static JavaClasses classes;

  @BeforeAll
  static void read() {
    classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.readback");
    // a rule that looks at nothing holds always
    for (String module :
        new String[] {"spi", "core", "router", "bgp", "frr", "linux", "kernel", "app"}) {
      assertThat(
              classes.stream().filter(c -> c.getPackageName().startsWith("io.readback." + module)))
          .as("classes of " + module)
          .hasSizeGreaterThan(5);
    }
  }

  private static ArchRule neverImports(String module, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(module)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others);
  }

  @Test
  void modules_importOnlyWhatStandsBelowThem() {
    neverImports(SPI, CORE, ROUTER_ACCESS, BGP, FRR, APP).check(classes);
    neverImports(CORE, ROUTER_ACCESS, BGP, FRR, APP).check(classes);
    neverImports(ROUTER_ACCESS, CORE, BGP, FRR, APP).check(classes);
    neverImports(BGP, CORE, ROUTER_ACCESS, FRR, APP).check(classes);
    neverImports(FRR, CORE, BGP, KERNEL, APP).check(classes);
    neverImports(LAYER2, CORE, ROUTER_ACCESS, BGP, FRR, KERNEL, APP).check(classes);
    neverImports(SPI, LINUX, KERNEL).check(classes);
    neverImports(CORE, LINUX, KERNEL).check(classes);
    neverImports(LINUX, CORE, ROUTER_ACCESS, BGP, FRR, KERNEL, APP).check(classes);
    neverImports(KERNEL, CORE, ROUTER_ACCESS, BGP, FRR, LAYER2, APP).check(classes);
  }

  @Test
  void libraries_haveOneHomeEach() {
    noClasses()
        .that()
        .resideOutsideOfPackages(BGP)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(classes);
    noClasses()
        .that()
        .resideOutsideOfPackage(ROUTER_ACCESS)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("net.schmizz..", "com.hierynomus..", "org.bouncycastle..")
        .check(classes);
    noClasses()
        .that()
        .resideOutsideOfPackage(APP)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("picocli..", "io.vertx..", "io.micrometer..", "ch.qos.logback..")
        .check(classes);
  }

  @Test
  void nativeCalls_areMadeOfLinuxAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage(LINUX)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jnr..", "com.kenai.jffi..")
        .check(classes);
  }

  @Test
  void loggingFacade_isForTheProgramAndForTheSshLibraryThatSpeaksIt() {
    noClasses()
        .that()
        .resideOutsideOfPackages(APP, ROUTER_ACCESS)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.slf4j..")
        .check(classes);
  }

  @Test
  void packages_ofEachModule_haveNoCycles() {
    for (String module : new String[] {"router", "bgp", "frr", "linux", "kernel", "app"}) {
      slices()
          .matching("io.readback." + module + ".(*)..")
          .should()
          .beFreeOfCycles()
          .check(classes);
    }
  }

  @Test
  void packages_areNullMarked() {
    classes()
        .that()
        .resideInAPackage("io.readback..")
        .should(
            new com.tngtech.archunit.lang.ArchCondition<>("be in a package marked @NullMarked") {
              @Override
              public void check(
                  com.tngtech.archunit.core.domain.JavaClass item,
                  com.tngtech.archunit.lang.ConditionEvents events) {
                boolean marked =
                    item.getPackage().isAnnotatedWith("org.jspecify.annotations.NullMarked");
                events.add(
                    new com.tngtech.archunit.lang.SimpleConditionEvent(
                        item, marked, item.getName() + " is in a package without @NullMarked"));
              }
            })
        .check(classes);
  }
}
