package io.readback.layer2.glass;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.layer2.frame.MacAddress;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.Finding;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class HoldersTest {
  private static final IpAddress ONE = IpAddress.parse("192.0.2.1");
  private static final IpAddress TWO = IpAddress.parse("192.0.2.2");
  private static final MacAddress MAC_1 = MacAddress.parse("02:00:00:00:00:01");
  private static final MacAddress MAC_2 = MacAddress.parse("02:00:00:00:00:02");
  private static final MacAddress STRANGER = MacAddress.parse("02:00:00:00:00:77");
  private static final IpPrefix VIP = IpPrefix.parse("192.0.2.99/32");

  private final SortedMap<IpAddress, SortedSet<MacAddress>> answers = new TreeMap<>();

  private static SortedSet<MacAddress> macs(MacAddress... all) {
    SortedSet<MacAddress> out = new TreeSet<>(Comparator.comparingLong(MacAddress::value));
    out.addAll(List.of(all));
    return out;
  }

  private static SortedSet<IpAddress> addresses(IpAddress... all) {
    return new TreeSet<>(List.of(all));
  }

  private Optional<Finding> conflict(Holders holders, MacAddress... by) {
    return holders.conflict(VIP, addresses(ONE, TWO), macs(by), "eth0");
  }

  private Holders both() {
    answers.put(ONE, macs(MAC_1));
    answers.put(TWO, macs(MAC_2));
    return Holders.of(answers, addresses(ONE, TWO), new TreeSet<>());
  }

  @Test
  void oneNode_isNamedByItsOwnAddress_andNothingIsWrong() {
    Holders holders = both();
    assertThat(holders.nodes(macs(MAC_2))).containsExactly(TWO);
    assertThat(conflict(holders, MAC_2)).isEmpty();
  }

  @Test
  void twoNodes_areADuplicate_withBothEthernetAddresses() {
    Finding finding = conflict(both(), MAC_1, MAC_2).orElseThrow();
    assertThat(finding.cause()).isEqualTo(Cause.DUPLICATE_ADDRESS);
    assertThat(finding.evidence())
        .isEqualTo("answered by " + MAC_1 + " (192.0.2.1) and " + MAC_2 + " (192.0.2.2)");
    assertThat(finding.command()).isEqualTo("arping -c 2 -I eth0 192.0.2.99");
  }

  @Test
  void strangerAlone_whereAllCandidatesAreKnown_isWrong() {
    assertThat(conflict(both(), STRANGER).orElseThrow().evidence())
        .isEqualTo("answered by " + STRANGER + " (no node's own)");
  }

  @Test
  void unknownAlone_whereACandidateIsNotOnTheLink_maybeThatOne() {
    answers.put(ONE, macs(MAC_1));
    Holders holders = Holders.of(answers, addresses(ONE, TWO), new TreeSet<>());
    assertThat(conflict(holders, STRANGER)).isEmpty();
    assertThat(holders.nodes(macs(STRANGER))).isEmpty();
  }

  @Test
  void unknownAlone_whereTheOtherCandidateIsThisMachine_isWrong() {
    answers.put(ONE, macs(MAC_1));
    Holders holders = Holders.of(answers, addresses(ONE, TWO), addresses(TWO));
    assertThat(conflict(holders, STRANGER)).isPresent();
  }
}
