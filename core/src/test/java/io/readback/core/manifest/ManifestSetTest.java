package io.readback.core.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.ClusterChange;
import io.readback.core.model.ClusterState;
import io.readback.core.model.EndpointSlice;
import io.readback.core.model.Problem;
import io.readback.core.model.Service;
import io.readback.core.model.ServiceRef;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestSetTest {
  private final ManifestSet set = new ManifestSet();

  private static String service(String name, String type) {
    return "---\napiVersion: v1\nkind: Service\nmetadata: {name: "
        + name
        + "}\nspec: {type: "
        + type
        + "}\n";
  }

  private static String slice(String name, String service) {
    return "---\napiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: "
        + name
        + ", labels: {kubernetes.io/service-name: "
        + service
        + "}}\naddressType: IPv4\nendpoints: [{addresses: [10.0.0.1]}]\n";
  }

  private static ServiceRef ref(String name) {
    return new ServiceRef("default", name);
  }

  private List<Problem> put(String file, String text) {
    return set.put(file, text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> problems() {
    return set.problems().stream().map(Problem::toString).toList();
  }

  private String typeOf(ClusterState state, String name) {
    return state.service(ref(name)).map(Service::type).orElse("none");
  }

  @Test
  void put_oneDocumentChanged_keepsTheOthersAsTheyAre() {
    put("a", service("a", "ClusterIP") + service("b", "ClusterIP") + service("c", "ClusterIP"));
    ClusterState before = set.take().state();

    put("a", service("a", "ClusterIP") + service("b", "NodePort") + service("c", "ClusterIP"));
    ClusterChange change = set.take();

    assertThat(change.services()).containsExactly(ref("b"));
    assertThat(change.configuration()).isFalse();
    for (String name : List.of("a", "c")) {
      assertThat(change.state().services().get(ref(name)))
          .isSameAs(before.services().get(ref(name)));
    }
  }

  @Test
  void put_documentMoved_touchesNothing() {
    put("a", service("a", "ClusterIP") + service("b", "ClusterIP"));
    set.take();

    put("a", service("b", "ClusterIP") + service("a", "ClusterIP"));

    assertThat(set.take().services()).isEmpty();
    assertThat(set.hasMoved()).isTrue();
    set.relocate(100);
    ClusterChange change = set.take();
    assertThat(change.services()).isEmpty();
    assertThat(change.state().services().get(ref("a")).origin().line()).isEqualTo(7);
    assertThat(set.hasMoved()).isFalse();
  }

  @Test
  void put_documentMoved_showsItsProblemsAtTheirNewLinesAtOnce() {
    put("a", service("a", "Wrong"));
    assertThat(problems()).singleElement().asString().startsWith("a:5: ");

    put("a", service("b", "ClusterIP") + service("a", "Wrong"));

    assertThat(problems()).singleElement().asString().startsWith("a:10: ");
    set.relocate(100);
    assertThat(problems()).singleElement().asString().startsWith("a:10: ");
  }

  @Test
  void put_configurationChanged_saysSo() {
    put("a", "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n");

    ClusterChange change = set.take();

    assertThat(change.configuration()).isTrue();
    assertThat(change.services()).isEmpty();
  }

  @Test
  void put_sliceChangesItsService_touchesBoth() {
    put("a", slice("s", "one"));
    set.take();

    put("a", slice("s", "two"));
    ClusterChange change = set.take();

    assertThat(change.services()).containsExactly(ref("one"), ref("two"));
    assertThat(change.state().slicesOf(ref("one"))).isEmpty();
    assertThat(change.state().slices()).doesNotContainKey(ref("one"));
    assertThat(change.state().slicesOf(ref("two")).values())
        .extracting(EndpointSlice::name)
        .containsExactly("s");
  }

  @Test
  void put_sameObjectInTwoFiles_firstByNameWins() {
    put("b", service("a", "NodePort"));
    put("a", service("x", "ClusterIP") + service("a", "ClusterIP"));

    assertThat(typeOf(set.take().state(), "a")).isEqualTo("ClusterIP");
    assertThat(problems())
        .containsExactly(
            "b:2: error: Service default/a: metadata.name: the object stands at a:7 already, this"
                + " one has no effect (Remove one of them)");
  }

  @Test
  void remove_winner_letsTheNextOneIn() {
    put("a", service("a", "ClusterIP"));
    put("b", service("a", "NodePort") + service("a", "LoadBalancer"));
    assertThat(problems()).hasSize(2);

    set.remove("a");

    assertThat(typeOf(set.take().state(), "a")).isEqualTo("NodePort");
    assertThat(problems()).singleElement().asString().contains("stands at b:2 already");
    set.remove("b");
    assertThat(typeOf(set.take().state(), "a")).isEqualTo("none");
    assertThat(problems()).isEmpty();
    assertThat(set.files()).isEmpty();
  }

  @Test
  void put_duplicatesChangePlaces_theFirstStillWins() {
    put("a", service("a", "ClusterIP") + service("a", "NodePort"));

    put("a", service("a", "NodePort") + service("a", "ClusterIP"));

    assertThat(typeOf(set.take().state(), "a")).isEqualTo("NodePort");
  }

  @Test
  void put_sameNameInOtherNamespace_isNoDuplicate() {
    put("a", service("a", "ClusterIP") + service("a, namespace: web", "NodePort"));

    assertThat(problems()).isEmpty();
    assertThat(set.take().state().services()).hasSize(2);
  }

  @Test
  void put_brokenTextAfterGoodOne_isRefused() {
    put("a", service("a", "ClusterIP"));
    set.take();

    List<Problem> refused = put("a", service("a", "NodePort") + "---\nkind: [\n");

    assertThat(refused).hasSize(1);
    assertThat(set.take().services()).isEmpty();
    assertThat(set.problems()).isEmpty();
  }

  @Test
  void put_brokenTextAtFirst_keepsWhatIsReadable() {
    assertThat(put("a", service("a", "ClusterIP") + "---\nkind: [\n")).isEmpty();

    assertThat(set.take().state().services()).hasSize(1);
    assertThat(problems()).hasSize(1);

    assertThat(put("a", service("a", "NodePort") + "---\nkind: [\n")).isEmpty();
    assertThat(typeOf(set.take().state(), "a")).isEqualTo("NodePort");
    assertThat(problems()).hasSize(1);
  }

  @Test
  void version_sameContent_staysWhenOnlyNotesRepeat() {
    put("a", service("a", "ClusterIP"));
    set.note("a", List.of());
    long version = set.version();

    set.note("a", List.of());

    assertThat(set.version()).isEqualTo(version);
  }
}
