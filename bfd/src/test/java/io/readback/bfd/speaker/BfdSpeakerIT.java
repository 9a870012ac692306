package io.readback.bfd.speaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bfd.fsm.BfdSettings;
import io.readback.bfd.packet.BfdState;
import io.readback.bfd.packet.Diagnostic;
import io.readback.bfd.packet.Discard;
import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.LabTest;
import io.readback.spi.net.IpAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two speakers of our own, on two nodes of one link. */
@LabTest
final class BfdSpeakerIT {
  private static final IpAddress A = IpAddress.parse("172.16.10.11");
  private static final IpAddress B = IpAddress.parse("172.16.10.12");
  private static final IpAddress A6 = IpAddress.parse("2001:db8::11");
  private static final IpAddress B6 = IpAddress.parse("2001:db8::12");
  private static final BfdSettings FAST =
      BfdSettings.DEFAULT.withIntervals(Duration.ofMillis(100), Duration.ofMillis(100));

  private static Lab lab;
  private static LabNode nodeA;
  private static LabNode nodeB;
  private BfdSpeaker a;
  private BfdSpeaker b;

  @BeforeAll
  static void network(Lab made) {
    lab = made;
    nodeA = lab.node("a", A + "/24", A6 + "/64");
    nodeB = lab.node("b", B + "/24", B6 + "/64");
  }

  @BeforeEach
  void speakers() throws Exception {
    a = NodeBfd.on(nodeA);
    b = NodeBfd.on(nodeB);
  }

  @AfterEach
  void stop() {
    a.close();
    b.close();
  }

  private static BfdPath path(IpAddress peer, IpAddress local, boolean multihop) {
    return multihop ? BfdPath.multihop(peer, local) : BfdPath.singleHop(peer);
  }

  @ParameterizedTest
  @CsvSource({
    "172.16.10.11, 172.16.10.12, false",
    "172.16.10.11, 172.16.10.12, true",
    "2001:db8::11, 2001:db8::12, false",
    "2001:db8::11, 2001:db8::12, true"
  })
  void bothSides_comeUpAtTheAgreedPaceAndNoticeTheCut(
      String first, String second, boolean multihop) {
    IpAddress one = IpAddress.parse(first);
    IpAddress other = IpAddress.parse(second);
    List<BfdState> told = Collections.synchronizedList(new ArrayList<>());
    BfdSession sa =
        a.open(path(other, one, multihop), FAST, (before, now) -> told.add(now.state()));
    BfdSession sb =
        b.open(path(one, other, multihop), FAST.withDetectMultiplier(4), BfdListener.NONE);
    Duration pace = Duration.ofMillis(100);
    NodeBfd.await(sa, s -> s.isUp() && s.transmitInterval().equals(pace));
    NodeBfd.await(sb, s -> s.isUp() && s.transmitInterval().equals(pace));
    NodeBfd.await(sa, s -> s.detectionTime().equals(pace.multipliedBy(4)));
    NodeBfd.await(sb, s -> s.detectionTime().equals(pace.multipliedBy(3)));
    lab.isolate(nodeB);
    try {
      NodeBfd.await(sa, BfdStatus::failed);
      assertThat(sa.status().diagnostic()).isEqualTo(Diagnostic.DETECTION_TIME_EXPIRED);
      assertThat(told).contains(BfdState.UP, BfdState.DOWN);
    } finally {
      lab.rejoin(nodeB);
    }
    NodeBfd.await(sa, s -> s.isUp() && s.timesUp() == 2);
    assertThat(sa.received()).isPositive();
  }

  @Test
  void linkLocalPeer_onItsInterface_comesUp() throws Exception {
    String scope = "ip -6 -o addr show dev eth0 scope link";
    IpAddress linkA = linkLocal(nodeA, scope);
    IpAddress linkB = linkLocal(nodeB, scope);
    BfdPath toB = BfdPath.singleHop(linkB, "eth0");
    BfdPath toA = BfdPath.singleHop(linkA, "eth0");
    BfdSession sa = a.open(toB, FAST, BfdListener.NONE);
    b.open(toA, FAST, BfdListener.NONE);
    NodeBfd.await(sa, BfdStatus::isUp);
  }

  private static IpAddress linkLocal(LabNode node, String command) {
    String line = node.network(command.split(" ")).orFail().out();
    return IpAddress.parse(line.split("inet6 ")[1].split("/")[0]);
  }

  @Test
  void passiveSide_waitsForTheActiveOne() {
    BfdSession sa = a.open(BfdPath.singleHop(B), FAST.withPassive(true), BfdListener.NONE);
    BfdSession sb = b.open(BfdPath.singleHop(A), FAST, BfdListener.NONE);
    NodeBfd.await(sa, BfdStatus::isUp);
    NodeBfd.await(sb, BfdStatus::isUp);
  }

  @Test
  void disabled_isNoFailureAtTheOtherSide_andComesBack() {
    BfdSession sa = a.open(BfdPath.singleHop(B), FAST, BfdListener.NONE);
    BfdSession sb = b.open(BfdPath.singleHop(A), FAST, BfdListener.NONE);
    NodeBfd.await(sa, BfdStatus::isUp);
    NodeBfd.await(sb, BfdStatus::isUp);
    sb.disable(true);
    NodeBfd.await(sa, s -> s.state() == BfdState.DOWN);
    assertThat(sa.status().remoteState()).isEqualTo(BfdState.ADMIN_DOWN);
    assertThat(sa.status().failed()).isFalse();
    sb.disable(false);
    NodeBfd.await(sa, BfdStatus::isUp);
  }

  @Test
  void otherSettings_whileUp_changeThePaceWithoutAFlap() {
    BfdSession sa = a.open(BfdPath.singleHop(B), FAST, BfdListener.NONE);
    BfdSession sb = b.open(BfdPath.singleHop(A), FAST, BfdListener.NONE);
    NodeBfd.await(sa, BfdStatus::isUp);
    NodeBfd.await(sb, BfdStatus::isUp);
    Duration slow = Duration.ofMillis(400);
    sa.change(FAST.withIntervals(slow, slow));
    NodeBfd.await(sa, s -> s.transmitInterval().equals(slow));
    NodeBfd.await(sb, s -> s.transmitInterval().equals(slow));
    NodeBfd.await(sb, s -> s.detectionTime().equals(slow.multipliedBy(3)));
    assertThat(sa.status().timesUp()).isEqualTo(1);
    assertThat(sb.status().timesUp()).isEqualTo(1);
  }

  @Test
  void twoUsersOfOnePath_shareASessionAtTheStrictestSettings() {
    BfdSession one = a.open(BfdPath.singleHop(B), FAST, BfdListener.NONE);
    BfdSession two = a.open(BfdPath.singleHop(B), BfdSettings.DEFAULT, BfdListener.NONE);
    BfdSession peer = b.open(BfdPath.singleHop(A), FAST, BfdListener.NONE);
    NodeBfd.await(two, s -> s.isUp() && s.transmitInterval().toMillis() == 100);
    assertThat(one.status().localDiscriminator()).isEqualTo(two.status().localDiscriminator());
    one.close();
    NodeBfd.await(two, s -> s.transmitInterval().toMillis() == 300);
    two.close();
    NodeBfd.await(peer, s -> s.remoteState() == BfdState.ADMIN_DOWN);
    BfdSession again = a.open(BfdPath.singleHop(B), FAST, BfdListener.NONE);
    NodeBfd.await(again, BfdStatus::isUp);
  }

  @ParameterizedTest
  @ValueSource(strings = {"172.16.10.99", "2001:db8::99"})
  void peerWithoutBfd_staysDownAndHasNotFailed(String nobody) {
    BfdSession session = a.open(BfdPath.singleHop(IpAddress.parse(nobody)), FAST, BfdListener.NONE);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> session.sent() > 1 || session.status().problem().isPresent());
    assertThat(session.status().isUp()).isFalse();
    assertThat(session.status().failed()).isFalse();
  }

  @Test
  void packetOfAStranger_isDiscardedAndCounted() {
    b.open(BfdPath.singleHop(A), FAST, BfdListener.NONE);
    a.open(BfdPath.multihop(B, A), FAST, BfdListener.NONE);
    a.open(BfdPath.singleHop(IpAddress.parse("172.16.10.77")), FAST, BfdListener.NONE);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> a.discards().get(Discard.NO_SESSION) > 0);
  }

  @Test
  void portTakenByAnother_isTheSessionsProblemUntilItIsFree() throws Exception {
    BfdSpeaker second = NodeBfd.on(nodeA);
    try {
      BfdSession first = second.open(BfdPath.singleHop(B), FAST, BfdListener.NONE);
      BfdSession peer = b.open(BfdPath.singleHop(A), FAST, BfdListener.NONE);
      NodeBfd.await(peer, BfdStatus::isUp);
      BfdSession late = a.open(BfdPath.singleHop(B), FAST, BfdListener.NONE);
      NodeBfd.await(late, s -> s.problem().isPresent());
      assertThat(late.status().problem().orElseThrow()).contains("3784");
      first.close();
      second.close();
      NodeBfd.await(late, BfdStatus::isUp);
      assertThat(late.status().problem()).isEmpty();
    } finally {
      second.close();
    }
  }
}
