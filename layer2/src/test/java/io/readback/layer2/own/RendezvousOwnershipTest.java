package io.readback.layer2.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.spi.net.IpAddress;
import io.readback.spi.target.LinkMember;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RendezvousOwnershipTest {
  private final RendezvousOwnership ownership = new RendezvousOwnership(3);

  private static LinkMember node(int i, int preference) {
    return new LinkMember("node-" + i, List.of(IpAddress.ofIpv4(i + 1)), preference);
  }

  private static Candidates nodes(int count) {
    return new Candidates(IntStream.range(0, count).mapToObj(i -> node(i, 0)).toList());
  }

  private static IpAddress vip(int i) {
    return IpAddress.ofIpv4(0xc0000200 + i);
  }

  @Test
  void line_sameVipAndCandidatesInAnyOrder_isTheSame() {
    List<LinkMember> reversed = new ArrayList<>(nodes(5).members());
    java.util.Collections.reverse(reversed);
    for (int i = 0; i < 100; i++) {
      assertThat(new RendezvousOwnership(3).line(vip(i), new Candidates(reversed)))
          .isEqualTo(ownership.line(vip(i), nodes(5)));
    }
  }

  @Test
  void line_manyVips_areSpreadOverAllNodes() {
    Map<String, Integer> firsts = new TreeMap<>();
    for (int i = 0; i < 3000; i++) {
      firsts.merge(ownership.line(vip(i), nodes(3)).get(0), 1, Integer::sum);
    }
    assertThat(firsts.values()).allSatisfy(n -> assertThat(n).isBetween(600, 1400));
  }

  @Test
  void line_oneNodeLess_movesOnlyWhatItHad() {
    for (int i = 0; i < 500; i++) {
      String before = ownership.line(vip(i), nodes(6)).get(0);
      String after = ownership.line(vip(i), nodes(5)).get(0);
      if (!before.equals("node-5")) {
        assertThat(after).isEqualTo(before);
      }
    }
  }

  @Test
  void line_preferredNodes_comeFirstAndTheOthersAfterThem() {
    Candidates candidates =
        new Candidates(List.of(node(0, 0), node(1, 10), node(2, 0), node(3, 10)));
    for (int i = 0; i < 100; i++) {
      List<String> line = ownership.line(vip(i), candidates);
      assertThat(line.subList(0, 2)).containsExactlyInAnyOrder("node-1", "node-3");
      assertThat(line.subList(2, 4)).containsExactlyInAnyOrder("node-0", "node-2");
    }
  }

  @Property(tries = 50)
  void line_anyNumberOfNodes_isOfDistinctOnesAndNoLongerThanAsked(
      @ForAll @IntRange(min = 0, max = 30) int count, @ForAll int vip) {
    List<String> line = ownership.line(IpAddress.ofIpv4(vip), nodes(count));
    assertThat(line).doesNotHaveDuplicates().hasSize(Math.min(4, count));
  }

  /** However many nodes and VIPs there are, each node has few others to watch. */
  @Test
  void line_hundredNodes_giveEachFewNeighbours() {
    Candidates candidates = nodes(100);
    Map<String, Set<String>> neighbours = new TreeMap<>();
    for (int i = 0; i < 20_000; i++) {
      List<String> line = ownership.line(vip(i), candidates);
      line.forEach(n -> neighbours.computeIfAbsent(n, k -> new HashSet<>()).addAll(line));
    }
    assertThat(neighbours.values())
        .allSatisfy(n -> assertThat(n.size() - 1).isLessThanOrEqualTo(6));
  }
}
