package io.readback.app.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.dispatch.LaneStatus;
import io.readback.core.engine.AnnouncerStatus;
import io.readback.core.engine.EngineStatus;
import io.readback.core.engine.Role;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.observe.AnnouncerObservation;
import io.readback.spi.observe.FamilyCounts;
import io.readback.spi.observe.Measure;
import io.readback.spi.observe.MessageCounts;
import io.readback.spi.observe.SessionDetail;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.SessionStatus;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.target.TargetId;
import io.readback.spi.target.TargetKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a scrape says of an agent with one session, and that it is valid and documented. */
class StatusMetricsTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final TargetId SESSION =
      new TargetId(TargetKind.BGP_SESSION, "cloudfleet", "tor \"1\"\\");

  /** Prometheus' text format: name, labels, value. */
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-zA-Z_:][a-zA-Z0-9_:]*)"
              + "(\\{[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\""
              + "(?:,[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\")*})?"
              + " (-?[0-9.]+(?:E-?[0-9]+)?|NaN|[+-]Inf)");

  private static SessionStatus session() {
    return new SessionStatus(
        SessionState.ESTABLISHED,
        IpAddress.parse("192.0.2.1"),
        179,
        65001,
        65000,
        Optional.empty(),
        Optional.empty(),
        Optional.of(T0),
        9,
        3,
        List.of(new FamilyCounts(AddressFamily.IPV4, 5, 4, 3)),
        Optional.empty(),
        new SessionDetail(
            new SessionDetail.Timers(90, 30, 5, 480),
            Optional.empty(),
            SessionDetail.Protection.NONE,
            List.of(),
            List.of(),
            SessionDetail.Restart.NONE,
            new MessageCounts(1, 2, 0, 5, 0, 500),
            new MessageCounts(1, 9, 1, 5, 2, 900),
            7,
            3,
            Optional.of(T0),
            List.of(),
            Optional.empty(),
            new SessionDetail.Activity(
                Optional.of(T0.plusSeconds(1)),
                Optional.empty(),
                Optional.of(T0.plusSeconds(2)),
                4,
                2,
                1)));
  }

  private static String scrape() {
    SortedSet<TargetId> targets = new TreeSet<>(Set.of(SESSION));
    AnnouncerObservation observation =
        new AnnouncerObservation(
            T0,
            List.of(TargetStatus.builder(SESSION).session(session()).build()),
            List.of(
                Measure.gauge("readback.bmp.collector.up", "Up", "collector", "[::1]:5000", 1),
                Measure.counter("readback.bmp.connections", "Made", "collector", "[::1]:5000", 2),
                Measure.counter("readback.bmp.sent.bytes", "Sent", "collector", "[::1]:5000", 3),
                Measure.counter("readback.mrt.records", "Records", "directory", "/d", 4),
                Measure.counter("readback.mrt.written.bytes", "Octets", "directory", "/d", 5),
                Measure.counter("readback.mrt.dropped.records", "Dropped", "directory", "/d", 6),
                Measure.gauge("readback.mrt.failing", "Failing", "directory", "/d", 0)));
    SortedMap<String, AnnouncerStatus> announcers = new TreeMap<>();
    announcers.put(
        "bgp",
        new AnnouncerStatus(
            "bgp",
            "generic-bgp",
            new LaneStatus(LaneStatus.State.RUNNING, T0, Optional.empty(), 0),
            targets,
            1,
            1,
            Optional.of(observation)));
    EngineStatus status = EngineStatus.builder("n1", Role.ALL, T0).announcers(announcers).build(T0);
    return new StatusMetrics(() -> status).scrape();
  }

  @Test
  void scrape_session_isTold() {
    String session = "instance=\"cloudfleet\",peer=\"tor \\\"1\\\"\\\\\"";
    assertThat(scrape())
        .contains("readback_bgp_session_up{" + session + "} 1.0")
        .contains("readback_bgp_session_state{" + session + ",state=\"established\"} 1.0")
        .contains("readback_bgp_session_state{" + session + ",state=\"idle\"} 0.0")
        .contains("readback_bgp_accepted_routes{family=\"ipv4\"," + session + "} 4.0")
        .contains("readback_bgp_session_established_total{" + session + "} 4.0")
        .contains(
            "readback_bgp_faulty_updates_total{"
                + session
                + ",treatment=\"treat-as-withdraw\"} 2.0")
        .contains("readback_drains{phase=\"drained\",what=\"node\"} 0.0");
  }

  @Test
  void scrape_measuresOfAnnouncers_areTold() {
    assertThat(scrape())
        .contains(
            "readback_bmp_collector_up{announcer=\"bgp\",collector=\"[::1]:5000\"} 1.0",
            "readback_mrt_written_bytes_total{announcer=\"bgp\",directory=\"/d\"} 5.0");
  }

  @Test
  void scrape_always_isValid() {
    Map<String, String> types = new TreeMap<>();
    Set<String> helped = new HashSet<>();
    Set<String> samples = new HashSet<>();
    for (String line : scrape().lines().toList()) {
      if (line.startsWith("# HELP ")) {
        assertThat(helped.add(line.split(" ", 4)[2])).as(line).isTrue();
        assertThat(line.split(" ", 4)).as(line).hasSize(4);
      } else if (line.startsWith("# TYPE ")) {
        String[] words = line.split(" ");
        assertThat(types.put(words[2], words[3])).as(line).isNull();
      } else {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        String name = sample.group(1);
        assertThat(types).as(line).containsKey(name);
        assertThat(helped).as(line).contains(name);
        assertThat(samples.add(name + sample.group(2))).as(line).isTrue();
        if (name.startsWith("readback_")) {
          assertThat(name.endsWith("_total")).as(line).isEqualTo(types.get(name).equals("counter"));
        }
      }
    }
    assertThat(samples).hasSizeGreaterThan(40);
  }

  @Test
  void documentation_namesEveryMetric_andNoOther() throws IOException {
    Set<String> told =
        scrape()
            .lines()
            .filter(l -> l.startsWith("# TYPE readback_"))
            .map(l -> l.split(" ")[2])
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> documented = new TreeSet<>();
    Matcher names =
        Pattern.compile("^\\| `(readback_[a-z_]+)` \\|", Pattern.MULTILINE)
            .matcher(Files.readString(Path.of("..", "docs", "metrics.md")));
    while (names.find()) {
      documented.add(names.group(1));
    }
    assertThat(documented).containsAll(told).isNotEmpty();
    documented.removeAll(told);
    // those of what this test has none of
    documented.removeIf(n -> n.matches("readback_(pool|link|bfd)_.*"));
    assertThat(documented).isEmpty();
  }
}
