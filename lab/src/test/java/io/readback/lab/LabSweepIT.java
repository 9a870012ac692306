package io.readback.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is left of a lab whose JVM was killed. */
@Tag("lab")
@Tag("container")
final class LabSweepIT {
  @Test
  void sweep_afterAKilledJvm_leavesNothingOfItAndEverythingOfOthers() throws Exception {
    try (Lab own = new Lab(Ground.NAMESPACE)) {
      LabNode mine = own.node("mine");
      Process crashing = start();
      List<String> said = awaitReady(crashing);
      Path leftovers = LabDirectory.ROOT.resolve(said.get(0));
      List<ProcessHandle> processes =
          said.stream()
              .skip(1)
              .map(Long::parseLong)
              .map(ProcessHandle::of)
              .map(Optional::orElseThrow)
              .toList();
      assertThat(processes).hasSize(4).allMatch(ProcessHandle::isAlive);

      crashing.destroyForcibly().waitFor();

      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(processes).noneMatch(ProcessHandle::isAlive));
      assertThat(leftovers).isDirectory();
      Lab.sweep();
      assertThat(leftovers).doesNotExist();
      assertThat(Command.run("podman", "ps", "--all", "--format", "{{.Names}}").out())
          .doesNotContain(said.get(0));
      assertThat(mine.exec("true").ok()).isTrue();
      assertThat(mine.dir()).isDirectory();
    }
  }

  @Test
  void sweep_processThatOutlivedItsOwner_isEndedById() throws Exception {
    Process owner = new ProcessBuilder("true").start();
    owner.waitFor();
    Process survivor = new ProcessBuilder("sleep", "600").start();
    Process bystander = new ProcessBuilder("sleep", "600").start();
    try {
      LabDirectory left = LabDirectory.create(new LabName(owner.pid(), 1));
      Files.writeString(left.path().resolve("owner"), owner.pid() + " 2026-01-01T00:00:00Z\n");
      left.noteHolder(survivor.toHandle());

      Lab.sweep();

      assertThat(survivor.isAlive()).isFalse();
      assertThat(bystander.isAlive()).isTrue();
      assertThat(left.path()).doesNotExist();
    } finally {
      survivor.destroyForcibly();
      bystander.destroyForcibly();
    }
  }

  private static Process start() throws IOException {
    return new ProcessBuilder(JvmCommand.of(UnfinishedLab.class.getName()))
        .redirectErrorStream(true)
        .start();
  }

  private static List<String> awaitReady(Process process) throws IOException {
    BufferedReader from = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder all = new StringBuilder();
    for (String line = from.readLine(); line != null; line = from.readLine()) {
      if (line.startsWith("ready ")) {
        return List.of(line.substring("ready ".length()).split(" "));
      }
      all.append(line).append('\n');
    }
    throw new AssertionError("the other JVM ended: " + all);
  }
}
