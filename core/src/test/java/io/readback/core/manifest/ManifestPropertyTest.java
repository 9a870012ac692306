package io.readback.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple3;

/** What holds for every text. */
class ManifestPropertyTest {
  private static final Path GUIDE = Path.of("..", "examples", "manifests", "guide");
  private static final String EVERYTHING = everything();

  private static String everything() {
    StringBuilder text = new StringBuilder();
    try (var files = Files.list(GUIDE)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
        text.append(Files.readString(file)).append("---\n");
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return text
        + """
        apiVersion: readback.io/v1alpha1
        kind: Router
        metadata: {name: r}
        spec: {address: 192.0.2.1, interval: 1m, lookingGlasses: [{type: x, settings: {a: {b: [c]}}}]}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: s}
        data: {password: aHVudGVyMg==}
        """;
  }

  /** Cuts, and what to put in their place. */
  @Provide
  Arbitrary<List<Tuple3<Integer, Integer, String>>> edits() {
    Arbitrary<String> inserts =
        Arbitraries.oneOf(
            Arbitraries.of(
                "",
                "\n",
                "---\n",
                "...\n",
                "- ",
                ": ",
                "[",
                "]",
                "{",
                "}",
                "&a ",
                "*a",
                "<<: *a",
                "!!int ",
                "!x ",
                "|\n",
                ">-\n",
                "\t",
                "\"",
                "'",
                "#",
                "%YAML 1.1\n",
                "? ",
                "null",
                "true",
                "-1",
                "1e999",
                "0x",
                "99999999999999999999",
                "~",
                "\u0000",
                "\u2028",
                "\uFEFF",
                "\uD83D\uDE00",
                "/",
                "::",
                "255.255.255.255/32",
                "spec:\n  "),
            Arbitraries.strings().ofMaxLength(8));
    return Combinators.combine(
            Arbitraries.integers().between(0, EVERYTHING.length()),
            Arbitraries.integers().between(0, 60),
            inserts)
        .as(Tuple::of)
        .list()
        .ofMinSize(1)
        .ofMaxSize(6);
  }

  private static void assertSound(String text) {
    List<Problem> problems = ManifestReader.read(text, "m.yaml").problems();
    long lines = text.lines().count() + 1;
    for (Problem problem : problems) {
      assertThat(problem.origin().file()).isEqualTo("m.yaml");
      assertThat((long) problem.origin().line()).isBetween(1L, lines);
      assertThat(problem.message()).isNotBlank().doesNotContain("fault in the reader");
      assertThat(problem.toString()).doesNotContain("\n").doesNotContain("hunter2");
    }
  }

  @Property(tries = 400)
  void read_damagedManifests_neverThrows(
      @ForAll("edits") List<Tuple3<Integer, Integer, String>> edits) {
    StringBuilder text = new StringBuilder(EVERYTHING);
    for (Tuple3<Integer, Integer, String> edit : edits) {
      int start = Math.min(edit.get1(), text.length());
      text.replace(start, Math.min(text.length(), start + edit.get2()), edit.get3());
    }

    assertSound(text.toString());
  }

  @Property(tries = 200)
  void read_anyText_neverThrows(@ForAll String text) {
    assertSound(text);
  }

  @Property(tries = 200)
  void put_anyOctets_neverThrows(@ForAll byte[] octets) {
    ManifestSet set = new ManifestSet();
    set.put("m.yaml", octets);
    set.take();

    assertThat(set.problems())
        .allSatisfy(p -> assertThat(p.message()).doesNotContain("fault in the reader"));
  }

  /** Documents out of a few, so that versions of a file share some and repeat others. */
  @Provide
  Arbitrary<List<String>> documents() {
    List<String> some = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      for (String type : List.of("ClusterIP", "LoadBalancer", "Wrong")) {
        some.add(
            "apiVersion: v1\nkind: Service\nmetadata: {name: "
                + name
                + "}\nspec: {type: "
                + type
                + "}\n");
      }
      some.add(
          "# slice\napiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata:\n  name: x"
              + name
              + "\n  labels: {kubernetes.io/service-name: "
              + name
              + "}\naddressType: IPv4\n");
    }
    some.add("kind: Other\napiVersion: v1\n");
    some.add("# nothing\n");
    return Arbitraries.of(some).list().ofMaxSize(8);
  }

  @Property(tries = 200)
  void put_versionAfterVersion_comesToWhatTheLastOneSays(
      @ForAll("documents") List<String> first,
      @ForAll("documents") List<String> second,
      @ForAll("documents") List<String> other) {
    ManifestSet changed = new ManifestSet();
    changed.put("m.yaml", join(first));
    changed.put("n.yaml", join(other));
    changed.take();
    changed.put("m.yaml", join(second));
    changed.relocate(Integer.MAX_VALUE);

    ManifestSet fresh = new ManifestSet();
    fresh.put("m.yaml", join(second));
    fresh.put("n.yaml", join(other));

    assertThat(changed.take().state()).isEqualTo(fresh.take().state());
    assertThat(changed.problems()).isEqualTo(fresh.problems());
  }

  private static byte[] join(List<String> documents) {
    return String.join("---\n", documents).getBytes(StandardCharsets.UTF_8);
  }
}
