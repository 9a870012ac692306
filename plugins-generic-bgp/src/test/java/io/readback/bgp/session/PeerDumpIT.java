package io.readback.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.lab.LabTest;
import io.readback.spi.observe.SessionDump;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.route.RouteTable;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dumps of messages, read by bgpdump. */
@LabTest
final class PeerDumpIT {
  @TempDir private Path dir = Path.of("");

  private static String run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.to(new File("/dev/null")))
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
    return out;
  }

  @Test
  void dump_announcementAndReset_isReadByBgpdump() throws Exception {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    try (SpeakerPair pair = new SpeakerPair(65001, 4200000001L)) {
      pair.start(RouteTable.EMPTY);
      pair.awaitEstablished();
      SessionDump dump = pair.atRouter().dump().orElseThrow();
      SessionDump.Recording recording =
          dump.begin(
              record -> {
                synchronized (records) {
                  records.writeBytes(record);
                }
              });
      pair.announce(SpeakerPair.table("192.0.2.1/32", "2001:db8::1/128"));
      SpeakerPair.await(() -> pair.atRouter().received().size() == 2);
      pair.announce(SpeakerPair.table("192.0.2.1/32"));
      SpeakerPair.await(() -> pair.atRouter().received().size() == 1);
      pair.speaker.stop(StopIntent.WITHDRAW);
      SpeakerPair.await(() -> pair.routerStatus().detail().flaps() == 1);
      recording.close();
      // what was under way is through when the loop has answered once more
      assertThat(pair.router.status()).hasSize(1);
    }
    Path file = dir.resolve("session.mrt");
    synchronized (records) {
      Files.write(file, records.toByteArray());
    }

    List<String> lines = run("bgpdump", "-m", file.toString()).lines().toList();
    assertThat(lines)
        .anyMatch(l -> l.contains("|A|127.0.0.2|65001|192.0.2.1/32|65001|IGP|127.0.0.2|"))
        .anyMatch(l -> l.contains("|A|127.0.0.2|65001|2001:db8::1/128|65001|"))
        .anyMatch(l -> l.contains("|W|127.0.0.2|65001|2001:db8::1/128"))
        .anyMatch(l -> l.contains("|STATE|127.0.0.2|65001|6|1"));
  }
}
