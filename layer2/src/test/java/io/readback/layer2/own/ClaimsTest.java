package io.readback.layer2.own;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.layer2.frame.MacAddress;
import io.readback.layer2.own.ClaimAct.Kind;
import io.readback.spi.net.IpAddress;
import io.readback.spi.target.LinkMember;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;

class ClaimsTest {
  private static final IpAddress VIP = IpAddress.parse("192.0.2.9");
  private static final MacAddress OTHER = MacAddress.parse("02:00:00:00:00:02");
  private static final long MS = 1_000_000;
  private static final Candidates ALL =
      new Candidates(List.of(member("a"), member("b"), member("c")));

  private final Set<String> dead = new HashSet<>();
  private final Liveness liveness =
      new Liveness() {
        @Override
        public void watch(SortedMap<String, LinkMember> nodes) {}

        @Override
        public Change take() {
          return Change.NONE;
        }

        @Override
        public void close() {}

        @Override
        public boolean alive(String node) {
          return !dead.contains(node);
        }
      };
  private final List<String> line = new ArrayList<>(List.of("a", "b", "c"));
  private long now;

  private static LinkMember member(String name) {
    return new LinkMember(name, List.of(IpAddress.parse("10.0.0.1")), 0);
  }

  private Claims claims(String self, boolean failBack) {
    return new Claims(
        self,
        ClaimOptions.DEFAULT.withFailBack(failBack),
        (vip, candidates) -> List.copyOf(line),
        liveness);
  }

  private List<Kind> pass(Claims claims, long millis) {
    List<Kind> out = new ArrayList<>();
    for (long end = now + millis * MS; now < end; now += 10 * MS) {
      claims.tick(now);
      claims.take().forEach(act -> out.add(act.kind()));
    }
    return out;
  }

  private static List<Kind> taken(Claims claims) {
    return claims.take().stream().map(ClaimAct::kind).toList();
  }

  private Claims holding(String self, boolean failBack) {
    Claims claims = claims(self, failBack);
    claims.put(VIP, ALL, now);
    pass(claims, 1000);
    assertThat(claims.holds(VIP)).isTrue();
    return claims;
  }

  @Test
  void put_firstOfTheLine_probesAndStartsAfterSilence() {
    Claims a = claims("a", true);
    a.put(VIP, ALL, now);
    assertThat(pass(a, 1000)).containsExactly(Kind.PROBE, Kind.PROBE, Kind.PROBE, Kind.START);
  }

  @Test
  void put_notFirst_staysQuiet() {
    Claims b = claims("b", true);
    b.put(VIP, ALL, now);
    assertThat(pass(b, 1000)).isEmpty();
    assertThat(b.owner(VIP)).contains("a");
  }

  @Test
  void death_ofTheOwner_startsAtOnce() {
    Claims b = claims("b", true);
    b.put(VIP, ALL, now);
    dead.add("a");
    b.changed(Set.of("a"), Set.of(), now);
    assertThat(taken(b)).containsExactly(Kind.START);
  }

  @Test
  void death_ofSomebodyLaterInTheLine_changesNothing() {
    Claims b = claims("b", true);
    b.put(VIP, ALL, now);
    dead.add("c");
    b.changed(Set.of("c"), Set.of(), now);
    assertThat(taken(b)).isEmpty();
  }

  @Test
  void returnOfTheFirst_failBack_stopsAtOnce() {
    dead.add("a");
    Claims b = holding("b", true);
    dead.clear();
    b.changed(Set.of(), Set.of("a"), now);
    assertThat(taken(b)).containsExactly(Kind.STOP);
    assertThat(b.holds(VIP)).isFalse();
  }

  @Test
  void returnOfTheFirst_sticky_keepsUntilItHearsTheOtherClaim() {
    dead.add("a");
    Claims b = holding("b", false);
    dead.clear();
    b.changed(Set.of(), Set.of("a"), now);
    assertThat(taken(b)).containsExactly(Kind.ANNOUNCE);
    assertThat(b.holds(VIP)).isTrue();
    // the link was cut and the other held on
    b.heard(VIP, OTHER, now);
    assertThat(taken(b)).containsExactly(Kind.STOP);
    assertThat(pass(b, 5000)).isEmpty();
  }

  @Test
  void claiming_whileAnotherAnswers_waitsForItsSilence() {
    Claims a = claims("a", true);
    a.put(VIP, ALL, now);
    for (int i = 0; i < 20; i++) {
      a.heard(VIP, OTHER, now);
      assertThat(pass(a, 50)).doesNotContain(Kind.START);
    }
    assertThat(a.rivals()).containsEntry(VIP, OTHER);
    assertThat(pass(a, 300)).contains(Kind.START);
    assertThat(a.rivals()).isEmpty();
  }

  @Test
  void claiming_failBackAgainstOneThatNeverStops_startsAfterPatienceAndReportsIt() {
    Claims a = claims("a", true);
    a.put(VIP, ALL, now);
    boolean started = false;
    for (int i = 0; i < 70 && !started; i++) {
      a.heard(VIP, OTHER, now);
      started = pass(a, 50).contains(Kind.START);
    }
    assertThat(started).isTrue();
    assertThat(a.rivals()).containsEntry(VIP, OTHER);
  }

  @Test
  void claiming_stickyWhileAnotherAnswers_neverStarts_andStartsSoonAfterItDied() {
    Claims a = claims("a", false);
    a.put(VIP, ALL, now);
    for (int i = 0; i < 400; i++) {
      a.heard(VIP, OTHER, now);
      assertThat(pass(a, 50)).doesNotContain(Kind.START);
    }
    dead.add("b");
    a.changed(Set.of("b"), Set.of(), now);
    assertThat(pass(a, 300)).contains(Kind.START);
  }

  @Test
  void heal_firstOfTheLine_announcesAgain() {
    Claims a = holding("a", true);
    a.changed(Set.of(), Set.of("b"), now);
    assertThat(taken(a)).containsExactly(Kind.ANNOUNCE);
  }

  @Test
  void heard_aRivalWhileHoldingAsFirst_defendsOnceASecondAndReportsIt() {
    Claims a = holding("a", true);
    a.heard(VIP, OTHER, now);
    a.heard(VIP, OTHER, now + 10 * MS);
    assertThat(taken(a)).containsExactly(Kind.ANNOUNCE);
    assertThat(a.rivals()).containsEntry(VIP, OTHER);
    a.heard(VIP, OTHER, now + 1100 * MS);
    assertThat(taken(a)).containsExactly(Kind.ANNOUNCE);
  }

  @Test
  void rival_thatFallsSilent_isAskedAfterAndForgotten() {
    Claims a = holding("a", true);
    a.heard(VIP, OTHER, now);
    assertThat(pass(a, 60_000)).containsExactly(Kind.ANNOUNCE, Kind.PROBE, Kind.PROBE, Kind.PROBE);
    assertThat(a.rivals()).isEmpty();
    assertThat(a.holds(VIP)).isTrue();
  }

  @Test
  void rival_thatAnswersWhenAskedAfter_staysAndIsNotDefendedAgainst() {
    Claims a = holding("a", true);
    a.heard(VIP, OTHER, now);
    assertThat(taken(a)).containsExactly(Kind.ANNOUNCE);
    List<Kind> acts = new ArrayList<>();
    for (int i = 0; i < 6000; i++) {
      List<Kind> step = pass(a, 10);
      if (step.contains(Kind.PROBE)) {
        a.heard(VIP, OTHER, now);
      }
      acts.addAll(step);
    }
    assertThat(acts).contains(Kind.PROBE).containsOnly(Kind.PROBE);
    assertThat(a.rivals()).containsEntry(VIP, OTHER);
  }

  /** Nodes that do not see each other alive, on a link that carries ARP: one yields. */
  @Test
  void heard_aRivalWhileHoldingForOneThatSeemsDead_yieldsAndTakesOverInItsSilence() {
    dead.add("a");
    Claims b = holding("b", true);
    b.heard(VIP, OTHER, now);
    assertThat(taken(b)).containsExactly(Kind.STOP);
    for (int i = 0; i < 100; i++) {
      b.heard(VIP, OTHER, now);
      assertThat(pass(b, 50)).doesNotContain(Kind.START);
    }
    assertThat(pass(b, 5000)).contains(Kind.START);
  }

  @Test
  void candidates_withoutUs_stopsEvenWhenSticky() {
    Claims a = holding("a", false);
    line.remove("a");
    a.put(VIP, ALL, now);
    assertThat(taken(a)).containsExactly(Kind.STOP);
  }

  @Test
  void put_again_changesNothing() {
    Claims a = holding("a", true);
    a.put(VIP, ALL, now);
    assertThat(taken(a)).isEmpty();
  }

  @Test
  void remove_stops_andTheNextLifeBeginsWithProbes() {
    Claims a = holding("a", true);
    a.remove(VIP);
    assertThat(taken(a)).containsExactly(Kind.STOP);
    a.put(VIP, ALL, now);
    assertThat(taken(a)).isEmpty();
    assertThat(a.isClaiming()).isTrue();
  }

  @Test
  void neighbours_areThoseInLineWithUs() {
    Claims b = claims("b", true);
    b.put(VIP, ALL, now);
    assertThat(b.neighbours()).containsExactly("a", "c");
  }
}
