package io.readback.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.readback.core.model.ClusterState;
import io.readback.core.model.Problem;
import io.readback.core.model.Service;
import io.readback.core.model.ServiceRef;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSourceTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path temp;
  private Path folder;
  private final RecordingListener heard = new RecordingListener();
  private FolderSource source;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temp.resolve("manifests"));
    source = new FolderSource(folder);
  }

  @AfterEach
  void close() {
    source.close();
  }

  static String service(String name, String type) {
    return """
        apiVersion: v1
        kind: Service
        metadata: {name: %s, namespace: web}
        spec: {type: %s, ports: [{port: 80}]}
        """
        .formatted(name, type);
  }

  private static ServiceRef web(String name) {
    return new ServiceRef("web", name);
  }

  private Path write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  private void replaceAtomically(String file, String text) throws IOException {
    Path next = temp.resolve("next");
    Files.writeString(next, text);
    Files.move(next, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
  }

  private void start() {
    source.start(heard);
    until(heard::synced);
  }

  private static void until(Callable<Boolean> condition) {
    await().atMost(SOON).pollInterval(Duration.ofMillis(2)).until(condition);
  }

  private String typeOf(String name) {
    return heard.state().service(web(name)).map(Service::type).orElse("none");
  }

  private List<String> problems() {
    return heard.problems().stream().map(Problem::toString).toList();
  }

  private void deleteFolder() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Test
  void start_filesAtAnyDepth_areReadInOneStep() throws IOException {
    write("a.yaml", service("a", "LoadBalancer"));
    write("deep/er/b.yml", service("b", "LoadBalancer") + "---\n" + service("c", "ClusterIP"));
    write(
        "d.json",
        "{\n\t\"apiVersion\": \"v1\", \"kind\": \"Service\","
            + " \"metadata\": {\"name\": \"d\", \"namespace\": \"web\"}, \"spec\": {}}");
    write("README.md", "not: [a manifest");
    write(".hidden.yaml", service("hidden", "LoadBalancer"));

    start();

    assertThat(heard.state().services().keySet())
        .containsExactlyInAnyOrder(web("a"), web("b"), web("c"), web("d"));
    assertThat(heard.changes()).hasSize(1);
    assertThat(heard.changes().get(0).services())
        .containsExactly(web("a"), web("b"), web("c"), web("d"));
    assertThat(problems()).isEmpty();
    assertThat(heard.threads()).containsExactly("readback-folder");
  }

  @Test
  void start_again_isRefused() {
    start();

    assertThatThrownBy(() -> source.start(heard)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void start_emptyFolder_isSyncedWithANotice() {
    start();

    assertThat(heard.state()).isEqualTo(ClusterState.EMPTY);
    assertThat(problems())
        .singleElement()
        .asString()
        .contains(folder + ": notice: the folder holds no manifests");
  }

  @Test
  void start_folderAbsent_isNotSyncedUntilItIsThere() throws IOException {
    Files.delete(folder);
    source.start(heard);

    until(() -> !heard.changes().isEmpty());
    assertThat(heard.synced()).isFalse();
    assertThat(problems())
        .singleElement()
        .asString()
        .contains("the folder cannot be read: it does not exist")
        .contains("nothing is known of the cluster");

    Files.createDirectory(folder);
    write("a.yaml", service("a", "LoadBalancer"));
    until(() -> typeOf("a").equals("LoadBalancer"));
    assertThat(heard.synced()).isTrue();
    assertThat(problems()).isEmpty();
  }

  @Test
  void change_fileWritten_touchesItsServiceAlone() throws IOException {
    write("a.yaml", service("a", "LoadBalancer"));
    write("b.yaml", service("b", "LoadBalancer"));
    start();
    Service b = heard.state().service(web("b")).orElseThrow();

    write("a.yaml", service("a", "NodePort"));

    until(() -> typeOf("a").equals("NodePort"));
    assertThat(heard.last().services()).containsExactly(web("a"));
    assertThat(heard.last().configuration()).isFalse();
    assertThat(heard.state().service(web("b")).orElseThrow()).isSameAs(b);
  }

  @Test
  void change_atomicRename_isSeen() throws IOException {
    write("a.yaml", service("a", "LoadBalancer"));
    start();

    replaceAtomically("a.yaml", service("a", "NodePort"));

    until(() -> typeOf("a").equals("NodePort"));
    assertThat(heard.everMissing(web("a"))).isFalse();
  }

  @Test
  void change_newFileInNewDirectory_isSeen() throws IOException {
    start();

    write("one/two/a.yaml", service("a", "LoadBalancer"));

    until(() -> typeOf("a").equals("LoadBalancer"));
    write("one/two/b.yaml", service("b", "LoadBalancer"));
    until(() -> typeOf("b").equals("LoadBalancer"));
    assertThat(problems()).isEmpty();
  }

  @Test
  void change_fileDeleted_removesItsObjects() throws IOException {
    write("a.yaml", service("a", "LoadBalancer"));
    write("b.yaml", service("b", "LoadBalancer"));
    start();

    Files.delete(folder.resolve("a.yaml"));

    until(() -> typeOf("a").equals("none"));
    assertThat(heard.last().services()).containsExactly(web("a"));
    assertThat(typeOf("b")).isEqualTo("LoadBalancer");
  }

  @Test
  void change_fileDeletedAndWrittenAtOnce_isNeverGone() throws IOException {
    write("a.yaml", service("a", "LoadBalancer"));
    start();

    for (int i = 0; i < 20; i++) {
      Files.delete(folder.resolve("a.yaml"));
      write("a.yaml", service("a", "NodePort") + "# " + i + "\n");
    }

    until(() -> typeOf("a").equals("NodePort"));
    assertThat(heard.everMissing(web("a"))).isFalse();
  }

  @Test
  void change_configMapSwap_movesFromOldToNewInOneStep() throws IOException {
    Path old = Files.createDirectory(folder.resolve("..2026_11_22_1"));
    Files.writeString(old.resolve("a.yaml"), service("a", "LoadBalancer"));
    Files.writeString(old.resolve("b.yaml"), service("b", "LoadBalancer"));
    Files.createSymbolicLink(folder.resolve("..data"), old.getFileName());
    Files.createSymbolicLink(folder.resolve("a.yaml"), Path.of("..data", "a.yaml"));
    Files.createSymbolicLink(folder.resolve("b.yaml"), Path.of("..data", "b.yaml"));
    start();
    assertThat(problems()).isEmpty();

    Path next = Files.createDirectory(folder.resolve("..2026_11_22_2"));
    Files.writeString(next.resolve("a.yaml"), service("a", "NodePort"));
    Files.writeString(next.resolve("b.yaml"), service("b", "NodePort"));
    Files.createSymbolicLink(folder.resolve("..data_tmp"), next.getFileName());
    Files.move(
        folder.resolve("..data_tmp"),
        folder.resolve("..data"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    Files.delete(old.resolve("a.yaml"));
    Files.delete(old.resolve("b.yaml"));
    Files.delete(old);

    until(() -> typeOf("a").equals("NodePort"));
    assertThat(typeOf("b")).isEqualTo("NodePort");
    assertThat(heard.changes()).hasSize(2);
    assertThat(heard.everMissing(web("a"))).isFalse();
    assertThat(problems()).isEmpty();
  }

  @Test
  void change_fileThatDoesNotParse_keepsItsLastGoodVersion() throws IOException {
    write("a.yaml", service("a", "LoadBalancer"));
    write("b.yaml", service("b", "LoadBalancer"));
    start();

    write("a.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: a, names\n");

    until(() -> problems().stream().anyMatch(p -> p.contains("stays in effect")));
    assertThat(problems()).hasSize(2).allMatch(p -> p.startsWith("a.yaml:"));
    assertThat(problems()).anyMatch(p -> p.contains("error: not YAML or JSON"));
    assertThat(problems())
        .anyMatch(p -> p.matches(".*its version of 20..-..-..T..:..:..Z stays in effect.*"));
    assertThat(typeOf("a")).isEqualTo("LoadBalancer");
    write("b.yaml", service("b", "NodePort"));
    until(() -> typeOf("b").equals("NodePort"));

    write("a.yaml", service("a", "NodePort"));
    until(() -> typeOf("a").equals("NodePort"));
    assertThat(problems()).isEmpty();
    assertThat(heard.everMissing(web("a"))).isFalse();
  }

  @Test
  void change_fileWrittenInPieces_neverLosesAnObject() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      text.append("---\n").append(service("s" + i, "LoadBalancer"));
    }
    Path file = write("all.yaml", text.toString());
    start();
    byte[] next =
        text.append("---\n")
            .append(service("last", "NodePort"))
            .toString()
            .getBytes(StandardCharsets.UTF_8);

    Files.write(file, new byte[0], StandardOpenOption.TRUNCATE_EXISTING);
    for (int at = 0; at < next.length; at += 1500) {
      byte[] piece = Arrays.copyOfRange(next, at, Math.min(next.length, at + 1500));
      Files.write(file, piece, StandardOpenOption.APPEND);
      await().pollDelay(Duration.ofMillis(8)).until(() -> true);
    }

    until(() -> typeOf("last").equals("NodePort"));
    assertThat(heard.everMissing(web("s199"))).isFalse();
    assertThat(heard.everMissing(web("s0"))).isFalse();
  }

  @Test
  void change_documentsCutOffForGood_takesEffectAfterAWhile() throws IOException {
    write("a.yaml", service("a", "LoadBalancer") + "---\n" + service("b", "LoadBalancer"));
    start();

    write("a.yaml", service("a", "LoadBalancer"));

    until(() -> typeOf("b").equals("none"));
    assertThat(typeOf("a")).isEqualTo("LoadBalancer");
    assertThat(problems()).isEmpty();
  }

  @Test
  void change_fileEmptied_keepsItsObjectsAndSaysSo() throws IOException {
    write("a.yaml", service("a", "LoadBalancer"));
    start();

    write("a.yaml", "");

    until(() -> problems().stream().anyMatch(p -> p.contains("the file is empty")));
    assertThat(typeOf("a")).isEqualTo("LoadBalancer");
    assertThat(problems()).singleElement().asString().contains("Delete the file");

    Files.delete(folder.resolve("a.yaml"));
    until(() -> typeOf("a").equals("none"));
  }

  @Test
  void change_folderVanishes_keepsEverythingUntilItIsBack() throws IOException {
    write("a.yaml", service("a", "LoadBalancer"));
    write("sub/b.yaml", service("b", "LoadBalancer"));
    start();

    deleteFolder();

    until(() -> problems().stream().anyMatch(p -> p.contains("nothing is withdrawn")));
    assertThat(heard.synced()).isTrue();
    assertThat(typeOf("a")).isEqualTo("LoadBalancer");
    assertThat(typeOf("b")).isEqualTo("LoadBalancer");

    Path back = Files.createDirectory(temp.resolve("back"));
    Files.writeString(back.resolve("a.yaml"), service("a", "NodePort"));
    Files.move(back, folder);
    until(() -> typeOf("a").equals("NodePort") && typeOf("b").equals("none"));
    assertThat(problems()).isEmpty();
    assertThat(heard.everMissing(web("a"))).isFalse();
    replaceAtomically("a.yaml", service("a", "LoadBalancer"));
    until(() -> typeOf("a").equals("LoadBalancer"));
  }

  @Test
  void change_folderReplacedByAnEmptyOne_keepsEverything() throws IOException {
    write("a.yaml", service("a", "LoadBalancer"));
    start();

    Files.move(folder, temp.resolve("aside"));
    Files.createDirectory(folder);

    until(() -> problems().stream().anyMatch(p -> p.contains("an empty folder stands in its")));
    assertThat(typeOf("a")).isEqualTo("LoadBalancer");

    write("a.yaml", service("a", "NodePort"));
    until(() -> typeOf("a").equals("NodePort"));
    assertThat(problems()).isEmpty();
  }

  @Test
  void change_folderReplacedByAnother_isFollowedThere() throws IOException {
    write("a.yaml", service("a", "LoadBalancer"));
    start();

    Path other = Files.createDirectory(temp.resolve("other"));
    Files.writeString(other.resolve("a.yaml"), service("a", "NodePort"));
    Files.move(folder, temp.resolve("aside"));
    Files.move(other, folder);

    until(() -> typeOf("a").equals("NodePort"));
    Files.writeString(temp.resolve("aside/a.yaml"), service("a", "ExternalName"));
    write("a.yaml", service("a", "ClusterIP"));
    until(() -> typeOf("a").equals("ClusterIP"));
  }

  @Test
  void change_lastFileDeleted_leavesAnEmptyCluster() throws IOException {
    write("a.yaml", service("a", "LoadBalancer"));
    start();

    Files.delete(folder.resolve("a.yaml"));

    until(() -> heard.state().services().isEmpty());
    assertThat(problems()).singleElement().asString().contains("holds no manifests");
  }

  @Test
  void start_linkThatLeadsNowhere_isAProblemOfThatFileAlone() throws IOException {
    write("a.yaml", service("a", "LoadBalancer"));
    Files.createSymbolicLink(folder.resolve("b.yaml"), Path.of("nowhere.yaml"));

    start();

    assertThat(typeOf("a")).isEqualTo("LoadBalancer");
    assertThat(problems())
        .containsExactly(
            "b.yaml: error: cannot be read: the symbolic link leads nowhere"
                + " (Make it readable, or remove it)");
  }

  @Test
  void start_linksInACircle_areAProblemAndTheRestIsRead() throws IOException {
    write("a.yaml", service("a", "LoadBalancer"));
    Files.createSymbolicLink(folder.resolve("round"), folder);

    start();

    assertThat(typeOf("a")).isEqualTo("LoadBalancer");
    assertThat(problems()).singleElement().asString().contains("go round in a circle");
  }

  @Test
  void change_fileTooLarge_keepsItsLastGoodVersion() throws IOException {
    write("a.yaml", service("a", "LoadBalancer"));
    start();

    try (RandomAccessFile large = new RandomAccessFile(folder.resolve("a.yaml").toFile(), "rw")) {
      large.setLength(65L << 20);
    }

    until(() -> problems().stream().anyMatch(p -> p.contains("larger than 64 MiB")));
    assertThat(problems())
        .singleElement()
        .asString()
        .startsWith("a.yaml: error: the file cannot be read: it is larger than 64 MiB, its version")
        .contains("stays in effect");
    assertThat(typeOf("a")).isEqualTo("LoadBalancer");
  }

  @Test
  void start_brokenDocumentAmongGoodOnes_hidesOnlyItself() throws IOException {
    write(
        "a.yaml",
        service("a", "LoadBalancer") + "---\nkind: [\n---\n" + service("b", "LoadBalancer"));

    start();

    assertThat(typeOf("a")).isEqualTo("LoadBalancer");
    assertThat(typeOf("b")).isEqualTo("LoadBalancer");
    assertThat(problems()).singleElement().asString().startsWith("a.yaml:").contains("not YAML");
  }

  @Test
  void change_linesInserted_correctsOriginsWithoutTouchingServices() throws IOException {
    write("a.yaml", service("a", "LoadBalancer") + "---\n" + service("b", "LoadBalancer"));
    start();
    assertThat(heard.state().service(web("b")).orElseThrow().origin().line()).isEqualTo(6);

    replaceAtomically(
        "a.yaml",
        "# one\n# two\n" + service("a", "LoadBalancer") + "---\n" + service("b", "LoadBalancer"));

    until(() -> heard.state().service(web("b")).orElseThrow().origin().line() == 8);
    assertThat(heard.everTouched(web("b"), 1)).isFalse();
  }

  @Test
  void close_thenChange_isNotHeard() throws IOException {
    write("a.yaml", service("a", "LoadBalancer"));
    start();

    source.close();
    source.close();
    write("a.yaml", service("a", "NodePort"));

    await().pollDelay(Duration.ofMillis(50)).until(() -> true);
    assertThat(heard.changes()).hasSize(1);
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("readback-folder") && thread.isAlive());
  }

  @Test
  void changed_listenerFails_theNextChangeStillArrives() throws IOException {
    write("a.yaml", service("a", "LoadBalancer"));
    heard.failOnce();
    source.start(heard);
    until(() -> heard.failed());

    write("b.yaml", service("b", "LoadBalancer"));

    until(() -> typeOf("b").equals("LoadBalancer"));
    assertThat(typeOf("a")).isEqualTo("LoadBalancer");
  }
}
