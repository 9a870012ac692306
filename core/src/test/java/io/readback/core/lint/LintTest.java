package io.readback.core.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.manifest.ManifestSet;
import io.readback.core.model.Problem;
import io.readback.core.model.ProblemCode;
import io.readback.core.plan.RoutePlanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A small manifest for each code, in {@code lint/} of the test resources. One that begins with "#
 * beside clean.yaml" stands beside the objects of that file, in place of those of the same name.
 */
class LintTest {
  private static final Path CASES = Path.of("src", "test", "resources", "lint");
  private static final Path GUIDE = Path.of("..", "examples", "manifests", "guide");
  private static final Pattern IDENTITY =
      Pattern.compile("kind: (\\S+)\\s+metadata: \\{name: ([^,}]+)(?:, namespace: ([^,}]+))?");

  /** Codes that no manifest brings about: files and the agent. */
  private static final Set<ProblemCode> NO_MANIFEST =
      EnumSet.of(ProblemCode.FILE, ProblemCode.AGENT);

  private static List<Problem> lint(Map<String, String> files) {
    ManifestSet set = new ManifestSet();
    files.forEach((name, text) -> set.put(name, text.getBytes(StandardCharsets.UTF_8)));
    List<Problem> found = new ArrayList<>();
    var state = set.take().state();
    found.addAll(set.problems());
    found.addAll(set.hints());
    return Lint.of(state, found, RoutePlanner.Options.DEFAULT);
  }

  private static List<Problem> lint(Path file) {
    String text = read(file);
    Map<String, String> files = new LinkedHashMap<>();
    files.put(file.getFileName().toString(), text);
    if (text.startsWith("# beside clean.yaml")) {
      Set<String> replaced = new TreeSet<>();
      Arrays.stream(text.split("---\n", -1)).map(LintTest::identity).forEach(replaced::add);
      String rest =
          String.join(
              "---\n",
              Arrays.stream(read(CASES.resolve("clean.yaml")).split("---\n", -1))
                  .filter(document -> !replaced.contains(identity(document)))
                  .toList());
      files.put("clean.yaml", rest);
    }
    return lint(files);
  }

  private static String identity(String document) {
    Matcher matcher = IDENTITY.matcher(document);
    return matcher.find() ? matcher.group() : document;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> cases() throws IOException {
    try (Stream<Path> files = Files.list(CASES)) {
      return files.filter(f -> f.getFileName().toString().startsWith("RB")).sorted().toList();
    }
  }

  private static ProblemCode codeOf(Path file) {
    return ProblemCode.find(file.getFileName().toString().substring(0, 5)).orElseThrow();
  }

  @TestFactory
  Stream<DynamicTest> lint_manifestOfACode_findsExactlyThatCode() throws IOException {
    return cases().stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(),
                    () -> {
                      List<Problem> findings = lint(file);
                      assertThat(findings)
                          .describedAs("%s", findings)
                          .isNotEmpty()
                          .allMatch(f -> f.code() == codeOf(file));
                      assertThat(findings)
                          .allMatch(f -> f.origin().line() > 0, "has a line")
                          .allMatch(f -> !f.message().isBlank(), "has a reason");
                    }));
  }

  @Test
  void cases_coverEveryCode() throws IOException {
    Set<ProblemCode> covered = EnumSet.noneOf(ProblemCode.class);
    cases().forEach(file -> covered.add(codeOf(file)));
    assertThat(EnumSet.complementOf(EnumSet.copyOf(covered))).isEqualTo(NO_MANIFEST);
  }

  @Test
  void lint_cleanManifests_findsNothing() {
    assertThat(lint(CASES.resolve("clean.yaml"))).isEmpty();
    assertThat(lint(CASES.resolve("clean-metallb.yaml"))).isEmpty();
  }

  @Test
  void lint_addressOfMetallbsPoolBesideCiliumsPools_isNotOutside() {
    String manifests =
        read(CASES.resolve("RB501-metallb.yaml")).replace("198.51.100.0/24", "203.0.113.0/24")
            + """
            ---
            apiVersion: cilium.io/v2
            kind: CiliumLoadBalancerIPPool
            metadata: {name: pool}
            spec: {blocks: [{cidr: 198.51.100.0/24}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: api, namespace: web}
            spec:
              {type: LoadBalancer, loadBalancerIP: 203.0.113.8, selector: {app: api}, ports: [{port: 443}]}
            """;
    assertThat(lint(Map.of("both.yaml", manifests)))
        .extracting(Problem::code)
        .containsExactly(ProblemCode.DEPRECATED_FIELD);
  }

  @Test
  void lint_guide_hasNoWarnings() throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    try (Stream<Path> guide = Files.list(GUIDE)) {
      guide
          .filter(f -> f.toString().endsWith(".yaml"))
          .sorted()
          .forEach(f -> files.put(f.getFileName().toString(), read(f)));
    }
    List<Problem> findings = lint(files);

    assertThat(findings).allMatch(f -> f.severity() == Problem.Severity.NOTICE);
    // the guide writes v2alpha1, and asks for graceful restart where no BFD runs
    assertThat(findings)
        .extracting(Problem::code)
        .containsOnly(ProblemCode.DEPRECATED_VERSION, ProblemCode.GRACEFUL_RESTART_WITHOUT_BFD);
  }

  @Test
  void gracefulRestart_bfdOfPeerSettings_isNoFinding() {
    String cluster =
        """
        apiVersion: v1
        kind: Node
        metadata: {name: n1}
        status: {addresses: [{type: InternalIP, address: 192.0.2.11}]}
        ---
        apiVersion: metallb.io/v1beta2
        kind: BGPPeer
        metadata: {name: tor, namespace: metallb-system}
        spec: {myASN: 64512, peerASN: 64513, peerAddress: 192.0.2.1, enableGracefulRestart: true}
        ---
        apiVersion: cilium.io/v2
        kind: CiliumBGPClusterConfig
        metadata: {name: c}
        spec:
          bgpInstances:
          - name: blue
            localASN: 64514
            peers: [{name: spine, peerASN: 64513, peerAddress: 192.0.2.2, peerConfigRef: {name: p}}]
        ---
        apiVersion: cilium.io/v2
        kind: CiliumBGPPeerConfig
        metadata: {name: p}
        spec: {gracefulRestart: {enabled: true}}
        """;
    String settings =
        """
        apiVersion: readback.io/v1alpha1
        kind: BgpPeerSettings
        metadata: {name: s}
        spec: {peers: [{name: %s}], bfd: {}}
        """;
    assertThat(withoutBfd(Map.of("c.yaml", cluster))).containsExactlyInAnyOrder("tor", "p");
    assertThat(withoutBfd(Map.of("c.yaml", cluster, "s.yaml", settings.formatted("tor"))))
        .containsExactly("p");
    assertThat(withoutBfd(Map.of("c.yaml", cluster, "s.yaml", settings.formatted("spine"))))
        .containsExactly("tor");
  }

  private static List<String> withoutBfd(Map<String, String> files) {
    return lint(files).stream()
        .filter(p -> p.code() == ProblemCode.GRACEFUL_RESTART_WITHOUT_BFD)
        .map(p -> p.object().orElseThrow().name())
        .toList();
  }
}
