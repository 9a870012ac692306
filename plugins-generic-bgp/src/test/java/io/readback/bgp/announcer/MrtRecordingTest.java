package io.readback.bgp.announcer;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bgp.mrt.MrtFolder;
import io.readback.spi.net.IpAddress;
import io.readback.spi.observe.Measure;
import io.readback.spi.plugin.Announcer;
import io.readback.spi.plugin.PluginContext;
import io.readback.spi.plugin.Settings;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.BgpInstance;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.DesiredState;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.TargetId;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The announcer's recordings, from its settings to the files. */
class MrtRecordingTest {
  private static final int BGP4MP_ET = 17;
  private static final int STATE_CHANGE_AS4 = 5;

  @TempDir private Path dir = Path.of("");

  private static final class Context implements PluginContext {
    @Override
    public String name() {
      return "bgp";
    }

    @Override
    public InstantSource clock() {
      return InstantSource.system();
    }

    @Override
    public System.Logger logger() {
      return System.getLogger("test");
    }

    @Override
    public void requestReconcile(String reason) {}

    @Override
    public void requestObservation() {}
  }

  private static Announcer announcer(MrtFolder.Settings folder) {
    return new GenericBgpAnnouncerFactory()
        .create(new Context(), new GenericBgpAnnouncerFactory.Config(List.of(), List.of(folder)));
  }

  private static double records(Announcer announcer) throws Exception {
    return announcer.observe().measures().stream()
        .filter(m -> m.name().equals("readback.mrt.records"))
        .mapToDouble(Measure::value)
        .sum();
  }

  @Test
  void sessions_stateChanges_areInTheFile() throws Exception {
    Announcer announcer =
        announcer(new MrtFolder.Settings(dir.resolve("mrt"), Duration.ZERO, 1 << 20, 5));
    announcer.start();
    BgpSession session =
        BgpSession.builder(
                new BgpInstance("node", 65001, IpAddress.parse("10.0.0.2"), OptionalInt.empty()),
                "router",
                IpAddress.parse("127.0.0.1"))
            .peerPort(1)
            .peerAsn(65000)
            .build();
    TreeMap<TargetId, DesiredTarget> targets = new TreeMap<>();
    targets.put(session.id(), new DesiredTarget(session, RouteTable.EMPTY));
    announcer.reconcile(new DesiredState(1, targets));
    Awaitility.await().until(() -> records(announcer) > 0);
    announcer.stop(StopIntent.WITHDRAW);

    List<Path> files;
    try (Stream<Path> all = Files.list(dir.resolve("mrt"))) {
      files = all.toList();
    }
    assertThat(files).singleElement().asString().endsWith(".mrt");
    ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(files.get(0)));
    assertThat(file.getShort(4)).isEqualTo((short) BGP4MP_ET);
    assertThat(file.getShort(6)).isEqualTo((short) STATE_CHANGE_AS4);
    while (file.hasRemaining()) {
      file.position(file.position() + 12 + file.getInt(file.position() + 8));
    }
  }

  @Test
  void settings_badFolder_areRefused() {
    TreeMap<String, String> texts = new TreeMap<>();
    texts.put("mrt[0].directory", "relative");
    texts.put("mrt[1].directory", "/d");
    texts.put("mrt[1].size", "0");
    texts.put("mrt[2].directory", "/d");
    texts.put("mrt[2].interval", "10ms");
    Settings.Result result =
        Settings.parse(
            new GenericBgpAnnouncerFactory().configKeys(),
            new Settings.Raw(texts, new TreeMap<>()));
    assertThat(result.problems().stream().map(p -> p.key() + ": " + p.message()).sorted())
        .satisfiesExactly(
            p -> assertThat(p).contains("mrt[0].directory", "an absolute path"),
            p -> assertThat(p).contains("mrt[1].size", "a number of 1 to 65536"),
            p -> assertThat(p).contains("mrt[2].interval", "0s, or 1s or more"));
  }
}
