package io.readback.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.readback.core.model.ClusterState;
import io.readback.core.model.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents, texts and objects as such, whatever their kind. */
class SyntaxTest {
  private static final String NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n";

  private static List<String> problemsOf(byte[] octets) {
    ManifestSet set = new ManifestSet();
    set.put("m.yaml", octets);
    return set.problems().stream().map(Problem::toString).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "# a comment\n",
        "---\n",
        "---\n---\n# nothing\n---\n",
        "null\n",
        "...\n",
        "--- # begins\n...\n"
      })
  void read_documentsWithNothing_areNoProblem(String text) {
    assertThat(Reading.problems(text)).isEmpty();
    assertThat(Reading.state(text)).isEqualTo(ClusterState.EMPTY);
  }

  static Stream<Arguments> manyDocuments() {
    String b = NAMESPACE.replace("name: a", "name: b");
    return Stream.of(
        arguments(NAMESPACE + "---\n" + b, 4),
        arguments("---\n" + NAMESPACE + "--- # second\n" + b, 5),
        arguments("%YAML 1.2\n---\n" + NAMESPACE + "...\n%YAML 1.2\n---\n" + b, 8),
        arguments((NAMESPACE + "---\n" + b).replace("\n", "\r\n"), 4),
        arguments("\uFEFF" + NAMESPACE + "---\n---\n---\n" + b, 6));
  }

  @ParameterizedTest
  @MethodSource("manyDocuments")
  void read_severalDocuments_eachWithItsLine(String text, int line) {
    ClusterState state = Reading.state(text);

    assertThat(Reading.problems(text)).isEmpty();
    assertThat(state.namespaces().keySet()).containsExactly("a", "b");
    assertThat(state.namespaces().get("b").origin().line()).isBetween(line, line + 1);
  }

  @Test
  void read_markerInsideABlockText_isNoBoundary() {
    String text =
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: a
          annotations:
            text: |
              one
              ---
              two
        """;

    assertThat(Reading.problems(text)).isEmpty();
    assertThat(Reading.state(text).namespaces()).hasSize(1);
  }

  @Test
  void read_json_isRead() {
    String text =
        "{\n\t\"apiVersion\": \"v1\",\n\t\"kind\": \"Namespace\",\n"
            + "\t\"metadata\": {\"name\": \"a\", \"labels\": {\"x\": \"\\u00e9\\/\"}}\n}\n";

    assertThat(Reading.problems(text)).isEmpty();
    assertThat(Reading.state(text).namespaces().get("a").labels().get("x", "")).isEqualTo("é/");
  }

  @Test
  void read_list_isReadItemByItem() {
    String text =
        """
        apiVersion: v1
        kind: List
        metadata: {resourceVersion: ""}
        items:
          - apiVersion: v1
            kind: Namespace
            metadata: {name: a}
          - apiVersion: v1
            kind: Service
            metadata: {name: s}
            spec: {typo: x}
          - just a text
        """;

    assertThat(Reading.state(text).namespaces().get("a").origin()).hasToString("m.yaml:5");
    assertThat(Reading.problems(text))
        .containsExactly(
            "m.yaml:11: warning: Service default/s: spec.typo: the field is unknown and has no"
                + " effect (Did you mean type?)",
            "m.yaml:12: error: items[2]: needs an object with fields but has the text 'just a text'"
                + " (Write an object with fields here)");
  }

  static Stream<Arguments> brokenTexts() {
    return Stream.of(
        arguments("kind: [\n", 2, "not YAML or JSON"),
        arguments("a: b: c\n", 1, "not YAML or JSON"),
        arguments("kind: Service\n\tspec: x\n", 2, "not YAML or JSON"),
        arguments("a: 'open\nb: c\n", 3, "not YAML or JSON"),
        arguments("a: *nowhere\n", 1, "not YAML or JSON"),
        arguments("a: \u0001\n", 1, "a control character (code 1) is not allowed"),
        arguments("x: ok\ny: " + "[".repeat(80) + "]".repeat(80), 2, "nested more than 64"),
        arguments("- just\n- a list\n", 1, "a manifest is an object with apiVersion and kind"),
        arguments("text\n", 1, "a manifest is an object with apiVersion and kind"));
  }

  @ParameterizedTest
  @MethodSource("brokenTexts")
  void read_brokenText_isAProblemWithItsLineAndTheRestIsRead(
      String text, int line, String message) {
    String whole = NAMESPACE + "---\n" + text;

    assertThat(Reading.problems(whole))
        .singleElement()
        .asString()
        .startsWith("m.yaml:" + (4 + line) + ": error: ")
        .contains(message);
    assertThat(Reading.state(whole).namespaces()).hasSize(1);
  }

  @Test
  void read_aliasBomb_isRefused() {
    StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String alias = "*a" + (i - 1);
      text.append("a" + i + ": &a" + i + " [" + (alias + ",").repeat(9) + alias + "]\n");
    }

    assertThat(Reading.problems(text.toString()))
        .singleElement()
        .asString()
        .contains("unfolds to more than");
  }

  @Test
  void read_aliasWithinItself_isRefused() {
    assertThat(Reading.problems("a: &a [*a]\n"))
        .singleElement()
        .asString()
        .contains("an alias refers to a value that contains it");
  }

  @Test
  void read_anchorsAndMerges_areFollowed() {
    String text =
        """
        apiVersion: v1
        kind: Namespace
        metadata:
          name: a
          labels: &common {team: x, tier: one}
          annotations: {<<: *common, tier: two}
        """;

    assertThat(Reading.problems(text)).isEmpty();
    assertThat(Reading.state(text).namespaces().get("a").labels())
        .hasToString("{team=x, tier=one}");
  }

  @Test
  void read_fieldTwice_keepsTheFirst() {
    String text = NAMESPACE + "metadata: {name: b}\n";

    assertThat(Reading.problems(text))
        .containsExactly(
            "m.yaml:4: error: metadata: the field is given twice, the second one has no effect"
                + " (Keep one of them)");
    assertThat(Reading.state(text).namespaces().keySet()).containsExactly("a");
  }

  @Test
  void read_notUtf8_isAProblemWithItsLine() {
    byte[] octets = (NAMESPACE + "# caf?\n").getBytes(StandardCharsets.UTF_8);
    octets[octets.length - 2] = (byte) 0xe9;

    assertThat(problemsOf(octets))
        .containsExactly("m.yaml:4: error: the text is not UTF-8 (Save the file as UTF-8)");
  }

  static Stream<Arguments> incompleteObjects() {
    return Stream.of(
        arguments("kind: Service\n", "m.yaml:1: error: apiVersion: the field is missing"),
        arguments("apiVersion: v1\n", "m.yaml:1: error: kind: the field is missing"),
        arguments(
            "apiVersion: v1\nkind: Service\n", "m.yaml:1: error: metadata: the field is missing"),
        arguments(
            "apiVersion: v1\nkind: Service\nmetadata: {}\nspec: {}\n",
            "m.yaml:3: error: metadata.name: the field is missing"),
        arguments(
            "apiVersion: v1\nkind: Service\nmetadata: {name: Web/Shop}\nspec: {}\n",
            "m.yaml:3: error: Service default/Web/Shop: metadata.name: not a name Kubernetes"
                + " takes"),
        arguments(
            "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n",
            "m.yaml:1: error: Service default/a: spec: the field is missing"),
        arguments(
            "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n",
            "m.yaml:4: error: Service default/a: spec: the field is missing"),
        arguments(
            "apiVersion: cilium.io/v3\nkind: CiliumNode\nmetadata: {name: a}\n",
            "m.yaml:1: error: apiVersion: version v3 of CiliumNode is not known, the object has no"
                + " effect (Use v2 or v2alpha1)"));
  }

  @ParameterizedTest
  @MethodSource("incompleteObjects")
  void read_incompleteObject_isAProblem(String text, String problem) {
    assertThat(Reading.problems(text)).singleElement().asString().startsWith(problem);
    assertThat(Reading.state(text)).isEqualTo(ClusterState.EMPTY);
  }

  static Stream<Arguments> otherKinds() {
    return Stream.of(
        arguments(
            "apps/v1",
            "Deployment",
            "kind Deployment of apps/v1 is not used here, it has no effect"),
        arguments(
            "cilium.io/v2",
            "CiliumLoadBalancerIPool",
            "kind CiliumLoadBalancerIPool of cilium.io/v2 is not used here, it has no effect (Did"
                + " you mean CiliumLoadBalancerIPPool?)"),
        arguments(
            "v1",
            "EndpointSlice",
            "kind EndpointSlice of v1 is not used here, it has no effect (Did you mean apiVersion"
                + " discovery.k8s.io/v1?)"),
        arguments(
            "serving.knative.dev/v1",
            "Service",
            "kind Service of serving.knative.dev/v1 is not used here, it has no effect"),
        arguments(
            "readback.io/v1alpha1",
            "KernelRoute",
            "kind KernelRoute of readback.io/v1alpha1 is not used here, it has no effect (Did you"
                + " mean KernelRoutes?)"));
  }

  @ParameterizedTest
  @MethodSource("otherKinds")
  void read_kindNotUsed_isOneNotice(String apiVersion, String kind, String notice) {
    String text =
        "apiVersion: " + apiVersion + "\nkind: " + kind + "\nmetadata: {name: x}\nspec: {a: [1]}\n";

    assertThat(Reading.problems(text))
        .containsExactly("m.yaml:2: notice: " + kind + " x: kind: " + notice);
  }

  @Test
  void read_numbersAsLabels_areTakenAsWrittenWithAWarning() {
    String text =
        "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  labels:\n    rack: 1\n"
            + "    on: \"yes\"\n    fast: true\n";

    assertThat(Reading.problems(text))
        .containsExactly(
            "m.yaml:6: warning: Namespace a: metadata.labels.rack: '1' is a number and not a text,"
                + " Kubernetes refuses it (Put it in quotes)",
            "m.yaml:8: warning: Namespace a: metadata.labels.fast: 'true' is a flag (true or false)"
                + " and not a text, Kubernetes refuses it (Put it in quotes)");
    assertThat(Reading.state(text).namespaces().get("a").labels())
        .hasToString("{fast=true, on=yes, rack=1}");
  }

  @Test
  void read_creationTimestampNull_asKubectlWritesIt_isNoProblem() {
    String text =
        "apiVersion: v1\nkind: Namespace\nmetadata:\n  creationTimestamp: null\n  name: a\nspec:"
            + " {}\nstatus: {}\n";

    assertThat(Reading.problems(text)).isEmpty();
  }

  @Test
  void read_clusterKindWithNamespace_isAWarning() {
    assertThat(
            Reading.problems("apiVersion: v1\nkind: Node\nmetadata: {name: n, namespace: web}\n"))
        .containsExactly(
            "m.yaml:3: warning: Node n: metadata.namespace: Node belongs to the cluster, the"
                + " namespace has no effect (Remove it)");
  }
}
