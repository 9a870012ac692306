package io.readback.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.lab.LabTest;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.SessionDump;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
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

  private Path write(String name, Iterator<byte[]> records) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    records.forEachRemaining(out::writeBytes);
    return Files.write(dir.resolve(name), out.toByteArray());
  }

  @Test
  void table_ofBothEnds_isReadByBgpdump() throws Exception {
    try (SpeakerPair pair = new SpeakerPair(65001, 4200000001L)) {
      pair.start(SpeakerPair.table("192.0.2.1/32", "2001:db8::1/128"));
      pair.awaitEstablished();
      SpeakerPair.await(() -> pair.atRouter().received().size() == 2);
      SpeakerPair.await(() -> pair.atSpeaker().advertised().size() == 2);
      SessionDump atSpeaker = pair.atSpeaker().dump().orElseThrow();
      SessionDump atRouter = pair.atRouter().dump().orElseThrow();
      Path told = write("told.mrt", atSpeaker.table(SessionDump.Table.ADVERTISED).orElseThrow());
      Path heard = write("heard.mrt", atRouter.table(SessionDump.Table.RECEIVED).orElseThrow());

      for (Path file : List.of(told, heard)) {
        assertThat(run("bgpdump", "-m", file.toString()).lines())
            .as(file.toString())
            .hasSize(2)
            .anyMatch(l -> l.contains("|B|127.0.0.2|65001|192.0.2.1/32|65001|IGP|127.0.0.2|"))
            .anyMatch(l -> l.contains("|B|127.0.0.2|65001|2001:db8::1/128|65001|IGP|"));
      }
      // our own table as the peer holds it is the same, but for when and the view's name
      assertThat(Files.readAllBytes(told).length - "advertised".length())
          .isEqualTo(Files.readAllBytes(heard).length - "received".length());
      assertThat(atRouter.table(SessionDump.Table.ADVERTISED).orElseThrow())
          .toIterable()
          .hasSize(1);

      pair.speaker.stop(StopIntent.WITHDRAW);
      SpeakerPair.await(() -> pair.routerStatus().detail().flaps() == 1);
      assertThat(atRouter.table(SessionDump.Table.RECEIVED)).isEmpty();
    }
  }

  @Test
  @DisplayName("RFC 8050: tables with path identifiers")
  void table_withSeveralPaths_isReadByBgpdump() throws Exception {
    RouteTable routes =
        RouteTable.EMPTY.with(
            IpPrefix.parse("192.0.2.1/32"),
            new io.readback.spi.route.Path(
                List.of(
                    new NextHop.Address(IpAddress.parse("198.51.100.1")),
                    new NextHop.Address(IpAddress.parse("198.51.100.2"))),
                PathAttributes.NONE));
    try (SpeakerPair pair = new SpeakerPair(65001, 65002)) {
      pair.start(routes, b -> b.addPath(true), b -> b.addPathReceive(true));
      pair.awaitEstablished();
      SpeakerPair.await(() -> pair.atRouter().received().size() == 1);
      SpeakerPair.await(() -> pair.atSpeaker().advertised().size() == 1);
      SessionDump atSpeaker = pair.atSpeaker().dump().orElseThrow();
      SessionDump atRouter = pair.atRouter().dump().orElseThrow();
      Path told = write("told.mrt", atSpeaker.table(SessionDump.Table.ADVERTISED).orElseThrow());
      Path heard = write("heard.mrt", atRouter.table(SessionDump.Table.RECEIVED).orElseThrow());

      for (Path file : List.of(told, heard)) {
        assertThat(run("bgpdump", "-m", file.toString()).lines())
            .as(file.toString())
            .hasSize(2)
            .anyMatch(
                l -> l.matches(".*[|]192.0.2.1/32[|][0-9]+[|]65001[|]IGP[|]198.51.100.1[|].*"))
            .anyMatch(
                l -> l.matches(".*[|]192.0.2.1/32[|][0-9]+[|]65001[|]IGP[|]198.51.100.2[|].*"));
      }
    }
  }
}
