package io.readback.layer2.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.layer2.link.LinkSimulation.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Several nodes on one simulated link. */
class LinkNodeTest {
  private static final String VIP = "192.0.2.9";

  private static LinkSimulation settled(boolean failBack) {
    LinkSimulation link = new LinkSimulation(failBack, 3, 300).vips(List.of(VIP)).pass(1000);
    assertThat(link.holders(VIP)).hasSize(1);
    return link;
  }

  private static Box holder(LinkSimulation link) {
    return link.boxes.get(link.holders(VIP).get(0));
  }

  @Test
  void start_manyVips_eachIsAnsweredByExactlyOne() {
    List<String> vips = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      vips.add("192.0.2." + i);
      vips.add("2001:db8::" + i);
    }
    LinkSimulation link = new LinkSimulation(true, 3, 300).vips(vips).pass(1000);
    assertThat(vips).allSatisfy(vip -> assertThat(link.holders(vip)).as(vip).hasSize(1));
  }

  @Test
  void kill_theOwner_anotherAnswersWithinDetectionTimeAndAnnounces() {
    LinkSimulation link = settled(true);
    Box first = holder(link);
    first.kill();
    link.running().forEach(b -> b.sent.clear());
    link.pass(330);
    assertThat(link.holders(VIP)).hasSize(1).doesNotContain(first.name);
    assertThat(holder(link).sent).anyMatch(LinkSimulation::isAnnouncement);
  }

  @Test
  void return_ofTheFirst_failBack_neverHasTwoHolders() {
    LinkSimulation link = settled(true);
    Box first = holder(link);
    first.kill();
    link.pass(1000);
    first.start();
    for (int i = 0; i < 300; i++) {
      link.pass(10);
      assertThat(link.holders(VIP)).hasSizeLessThanOrEqualTo(1);
    }
    assertThat(link.holders(VIP)).containsExactly(first.name);
  }

  @Test
  void return_ofTheFirst_sticky_leavesTheVipWhereItIs() {
    LinkSimulation link = settled(false);
    Box first = holder(link);
    first.kill();
    link.pass(1000);
    String second = link.holders(VIP).get(0);
    first.start();
    link.pass(10_000);
    assertThat(link.holders(VIP)).containsExactly(second);
    link.boxes.get(second).kill();
    link.pass(1000);
    assertThat(link.holders(VIP)).hasSize(1).doesNotContain(second);
  }

  @Test
  void partition_andHeal_endsWithOneOwnerThatAnnouncedAgain() {
    for (boolean failBack : new boolean[] {true, false}) {
      LinkSimulation link = settled(failBack);
      Box first = holder(link);
      first.part = 1;
      link.pass(2000);
      assertThat(link.holders(VIP)).as("one on each side").hasSize(2).contains(first.name);
      first.part = 0;
      link.pass(600);
      link.boxes.values().forEach(b -> b.sent.clear());
      link.pass(6000);
      assertThat(link.holders(VIP)).as("fail-back " + failBack).containsExactly(first.name);
      assertThat(first.sent.stream().filter(LinkSimulation::isAnnouncement).count())
          .isGreaterThan(2);
    }
  }

  /** BFD is broken and ARP is not: nobody may believe the other dead for good. */
  @Test
  void liveness_brokenOnAWholeLink_stillHasOneOwner() {
    LinkSimulation link = settled(true);
    link.boxes.values().forEach(b -> b.deaf = true);
    link.pass(5000);
    assertThat(link.holders(VIP)).hasSize(1);
  }

  @Test
  void vip_movedToOtherCandidates_isHandedOverWithoutTwoHolders() {
    LinkSimulation link = settled(true);
    Box first = holder(link);
    link.members.remove(first.name);
    link.running().stream()
        .filter(b -> b != first)
        .forEach(b -> b.node.desire(LinkTargets.of(b.name, link.members, List.of(VIP)), link.now));
    // the loser hears of the change half a second later
    for (int i = 0; i < 50; i++) {
      link.pass(10);
      assertThat(link.holders(VIP)).containsExactly(first.name);
    }
    first.node.desire(new java.util.TreeMap<>(), link.now);
    link.pass(1000);
    assertThat(link.holders(VIP)).hasSize(1).doesNotContain(first.name);
  }

  @Property(tries = 60)
  void anyFaults_thenPeace_endsWithOneHolder(@ForAll long seed, @ForAll boolean failBack) {
    Random random = new Random(seed);
    LinkSimulation link =
        new LinkSimulation(failBack, 2 + random.nextInt(4), 300).vips(List.of(VIP));
    for (int i = 0; i < 12; i++) {
      Box box = new ArrayList<>(link.boxes.values()).get(random.nextInt(link.boxes.size()));
      switch (random.nextInt(4)) {
        case 0 -> box.part = random.nextInt(2);
        case 1 -> box.kill();
        case 2 -> {
          if (!box.running) {
            box.start();
          }
        }
        default -> box.deaf = random.nextInt(4) == 0;
      }
      link.pass(random.nextInt(1500));
    }
    for (Box box : link.boxes.values()) {
      box.part = 0;
      box.deaf = false;
      if (!box.running) {
        box.start();
      }
    }
    link.pass(15_000);
    assertThat(link.holders(VIP)).hasSize(1);
    List<String> settled = link.holders(VIP);
    link.pass(10_000);
    assertThat(link.holders(VIP)).isEqualTo(settled);
  }
}
