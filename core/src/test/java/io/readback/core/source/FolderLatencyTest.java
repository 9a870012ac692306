package io.readback.core.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.readback.core.model.ClusterChange;
import io.readback.core.model.ServiceRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a changed file takes to reach the listener, and that it costs what changed. */
class FolderLatencyTest {
  private static final int SERVICES = 10_000;
  private static final int ROUNDS = 60;

  @TempDir Path temp;

  private static String services(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("---\n").append(FolderSourceTest.service("s" + i, "LoadBalancer"));
    }
    return text.toString();
  }

  private static String one(int round) {
    return FolderSourceTest.service("one", round % 2 == 0 ? "LoadBalancer" : "NodePort");
  }

  private void replace(Path file, String text) throws IOException {
    Path next = temp.resolve("next");
    Files.writeString(next, text);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Changes one Service again and again; the sorted times from rename to listener in ns. */
  private long[] measure(Path folder, Path file, java.util.function.IntFunction<String> content)
      throws Exception {
    BlockingQueue<ClusterChange> changes = new ArrayBlockingQueue<>(100);
    long[] times = new long[ROUNDS];
    try (FolderSource source = new FolderSource(folder)) {
      source.start((change, problems, synced) -> changes.add(change));
      assertThat(changes.poll(60, TimeUnit.SECONDS)).isNotNull();
      for (int round = 1; round <= ROUNDS; round++) {
        String text = content.apply(round);
        Path next = temp.resolve("next");
        Files.writeString(next, text);
        long start = System.nanoTime();
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        ClusterChange change = changes.poll(10, TimeUnit.SECONDS);
        times[round - 1] = System.nanoTime() - start;
        assertThat(change).isNotNull();
        assertThat(change.services()).containsExactly(new ServiceRef("web", "one"));
        assertThat(change.configuration()).isFalse();
        await().pollDelay(Duration.ofMillis(10)).until(() -> true);
      }
    }
    Arrays.sort(times);
    return times;
  }

  private static String report(String what, long[] sorted) {
    return String.format(
        "%s: median %.1f ms, p95 %.1f ms, max %.1f ms",
        what,
        sorted[sorted.length / 2] / 1e6,
        sorted[sorted.length * 95 / 100] / 1e6,
        sorted[sorted.length - 1] / 1e6);
  }

  @Test
  void change_ownFileBesideTenThousandServices_arrivesInMilliseconds() throws Exception {
    Path folder = Files.createDirectory(temp.resolve("manifests"));
    Files.writeString(folder.resolve("all.yaml"), services(SERVICES));
    Path file = folder.resolve("one.yaml");
    Files.writeString(file, one(0));

    long[] times = measure(folder, file, FolderLatencyTest::one);

    System.getLogger("latency").log(System.Logger.Level.INFO, report("own file", times));
    assertThat(times[ROUNDS / 2]).isLessThan(Duration.ofMillis(100).toNanos());
  }

  @Test
  void change_amongTenThousandServicesInOneFile_costsLittle() throws Exception {
    Path folder = Files.createDirectory(temp.resolve("manifests"));
    String head = services(SERVICES / 2);
    String tail = services(SERVICES).substring(head.length());
    Path file = folder.resolve("all.yaml");
    Files.writeString(file, head + "---\n" + one(0) + tail);

    long[] times = measure(folder, file, round -> head + "---\n" + one(round) + tail);

    System.getLogger("latency").log(System.Logger.Level.INFO, report("shared file", times));
    assertThat(times[ROUNDS / 2]).isLessThan(Duration.ofMillis(250).toNanos());
  }
}
