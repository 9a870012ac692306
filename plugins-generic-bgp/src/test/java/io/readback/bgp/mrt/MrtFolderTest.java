package io.readback.bgp.mrt;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.spi.observe.Measure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MrtFolderTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:10Z");

  @TempDir private Path dir = Path.of("");

  private final AtomicReference<Instant> now = new AtomicReference<>(T0);

  private MrtFolder folder(Path directory, Duration interval, long octets, int keep) {
    MrtFolder folder =
        new MrtFolder(
            new MrtFolder.Settings(directory, interval, octets, keep),
            "mrt-test",
            now::get,
            System.getLogger("test"));
    folder.start();
    return folder;
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(dir)) {
      return all.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private static double value(MrtFolder folder, String name) {
    return folder.measures().stream()
        .filter(m -> m.name().equals(name))
        .mapToDouble(Measure::value)
        .sum();
  }

  private static void awaitRecords(MrtFolder folder, int count) {
    Awaitility.await().until(() -> value(folder, "readback.mrt.records") == count);
  }

  @Test
  void records_pastTheTimeOfAFile_goToTheNext() throws Exception {
    try (MrtFolder folder = folder(dir, Duration.ofMinutes(1), 1000, 10)) {
      folder.accept(new byte[] {1, 2});
      awaitRecords(folder, 1);
      assertThat(files()).containsExactly("updates.20260101.000010.mrt.part");
      now.set(T0.plusSeconds(50));
      folder.accept(new byte[] {3});
      awaitRecords(folder, 2);
      assertThat(files())
          .containsExactly("updates.20260101.000010.mrt", "updates.20260101.000100.mrt.part");
    }
    assertThat(Files.readAllBytes(dir.resolve("updates.20260101.000010.mrt")))
        .containsExactly(1, 2);
    assertThat(Files.readAllBytes(dir.resolve("updates.20260101.000100.mrt"))).containsExactly(3);
  }

  @Test
  void records_beyondTheSizeOfAFile_goToTheNext_andOldFilesAreRemoved() throws Exception {
    Files.writeString(dir.resolve("other.mrt"), "not ours");
    try (MrtFolder folder = folder(dir, Duration.ZERO, 3, 2)) {
      for (int i = 0; i < 4; i++) {
        folder.accept(new byte[] {1, 2});
      }
      awaitRecords(folder, 4);
    }
    assertThat(files())
        .containsExactly(
            "other.mrt", "updates.20260101.000010-3.mrt", "updates.20260101.000010-4.mrt");
  }

  @Test
  void start_afterACrash_keepsWhatWasWritten() throws Exception {
    Files.write(dir.resolve("updates.20251231.235959.mrt.part"), new byte[] {7});
    folder(dir, Duration.ZERO, 100, 10).close();
    assertThat(files()).containsExactly("updates.20251231.235959.mrt");
  }

  @Test
  void accept_diskFails_dropsCountsAndRecovers() throws Exception {
    Path blocked = dir.resolve("folder");
    Files.writeString(blocked, "a file where the folder should be");
    try (MrtFolder folder = folder(blocked, Duration.ZERO, 100, 10)) {
      folder.accept(new byte[] {1});
      Awaitility.await().until(() -> value(folder, "readback.mrt.dropped.records") == 1);
      assertThat(folder.problem()).isNotEmpty();
      assertThat(value(folder, "readback.mrt.failing")).isEqualTo(1);

      Files.delete(blocked);
      now.set(T0.plusSeconds(11));
      folder.accept(new byte[] {2});
      awaitRecords(folder, 1);
      assertThat(folder.problem()).isEmpty();
    }
    assertThat(Files.readAllBytes(blocked.resolve("updates.20260101.000021.mrt")))
        .containsExactly(2);
  }
}
