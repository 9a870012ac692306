package io.readback.frr.glass;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.readback.frr.show.AdjRibIn;
import io.readback.frr.show.FrrVersion;
import io.readback.frr.show.InboundPolicy;
import io.readback.frr.show.ListenRanges;
import io.readback.frr.show.Neighbor;
import io.readback.frr.show.NextHopCache;
import io.readback.frr.show.PathDetails;
import io.readback.frr.show.PrefixLists;
import io.readback.frr.show.RouteMaps;
import io.readback.frr.show.VrfSummaries;
import io.readback.router.command.ExecResult;
import io.readback.router.json.JsonDocuments;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.observe.Finding;
import io.readback.spi.observe.Interest;
import io.readback.spi.observe.RouterObservation;
import io.readback.spi.plugin.PluginException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whatever a router answers is either understood or a {@link PluginException}, never anything else,
 * and what is shown of it has no control characters. Ordinary runs replay the inputs kept in {@code
 * src/test/resources}; to search for new ones, {@code scripts/fuzz}.
 */
class AnswersFuzzTest {
  private static final FrrCommands COMMANDS =
      new FrrCommands(VtyshProgram.DEFAULT, java.util.Optional.empty());
  private static final IpAddress PEER = IpAddress.parse("10.99.0.11");
  private static final IpPrefix VIP = IpPrefix.parse("192.0.2.1/32");

  private static Interest interest() {
    SortedMap<IpPrefix, SortedSet<IpAddress>> prefixes = new TreeMap<>();
    prefixes.put(VIP, new TreeSet<>(List.of(PEER, IpAddress.parse("10.99.0.12"))));
    return new Interest(
        PrefixMap.of(prefixes),
        new TreeSet<>(List.of(IpPrefix.parse("192.0.2.0/24"))),
        new TreeMap<>(
            Map.of(PEER, new Interest.ExpectedPeer("n", 64513, List.of(AddressFamily.IPV4)))));
  }

  @FuzzTest(maxDuration = "30s")
  void look(byte[] answer) {
    Interest interest = interest();
    FrrTables tables;
    try {
      tables =
          FrrTables.read(
              COMMANDS.looks(interest.covering()),
              List.of(new ExecResult(0, answer, new byte[0])),
              interest.prefixes()::containsKey);
    } catch (PluginException e) {
      oneLine(e.getMessage());
      return;
    }
    Gaps gaps = Gaps.of(tables, interest);
    gaps.mayBeOnTheWay(tables);
    FrrQuestions.of(tables, gaps, interest);
    RouterObservation seen =
        new FrrObservation(tables, new FrrAnswers(), interest, COMMANDS).at(Instant.EPOCH, gaps);
    oneLine(seen.router());
    seen.sessions().forEach(s -> oneLine(s.detail()));
    for (Finding finding : seen.findings()) {
      oneLine(finding.evidence());
      oneLine(finding.command());
    }
  }

  @FuzzTest(maxDuration = "30s")
  void answer(byte[] data) {
    if (data.length == 0) {
      return;
    }
    byte[] answer = java.util.Arrays.copyOfRange(data, 1, data.length);
    try (JsonDocuments documents = JsonDocuments.of(answer)) {
      switch (data[0] & 15) {
        case 0 -> Neighbor.read(documents, PEER).ifPresent(n -> oneLine(n.lastReset()));
        case 1 -> AdjRibIn.read(documents, p -> true);
        case 2 ->
            new InboundPolicy(PrefixLists.read(documents), java.util.Optional.empty())
                .refusal(new Neighbor.InboundFilters("VIPS", "IN", ""), VIP)
                .ifPresent(AnswersFuzzTest::oneLine);
        case 3 ->
            new InboundPolicy(
                    new PrefixLists(new TreeMap<>()),
                    java.util.Optional.of(RouteMaps.read(documents)))
                .refusal(new Neighbor.InboundFilters("", "IN", ""), VIP)
                .ifPresent(AnswersFuzzTest::oneLine);
        case 4 -> ListenRanges.read(documents).holding(PEER);
        case 5 ->
            NextHopCache.read(new String(answer, StandardCharsets.UTF_8))
                .invalid()
                .values()
                .forEach(AnswersFuzzTest::oneLine);
        case 6 -> PathDetails.read(documents, VIP);
        case 7 -> VrfSummaries.read(documents).vrfs().values().forEach(v -> oneLine(v.toString()));
        default ->
            FrrVersion.read(new String(answer, StandardCharsets.UTF_8))
                .ifPresent(v -> oneLine(v.toString()));
      }
    } catch (PluginException e) {
      oneLine(e.getMessage());
    }
  }

  private static void oneLine(String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new AssertionError("control characters in '" + text + "'");
    }
  }
}
