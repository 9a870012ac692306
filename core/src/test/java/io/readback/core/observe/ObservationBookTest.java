package io.readback.core.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.AnnouncerObservation;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.Finding;
import io.readback.spi.observe.RouterObservation;
import io.readback.spi.observe.RouterSession;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.Sighting;
import io.readback.spi.observe.Vantage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ObservationBookTest {
  private static final GlassId FRR = new GlassId("tor", 0, "frr");
  private static final GlassId SNMP = new GlassId("tor", 1, "snmp");
  private static final GlassId OTHER = new GlassId("spine", 0, "frr");
  private static final IpPrefix VIP = IpPrefix.parse("172.16.90.2/32");
  private static final IpAddress NODE = IpAddress.parse("172.16.10.11");

  private static Instant at(int second) {
    return Instant.parse("2026-05-01T10:00:00Z").plusSeconds(second);
  }

  private static RouterObservation look(int second, String name, Vantage... vantages) {
    List<Sighting> sightings = new ArrayList<>();
    for (Vantage vantage : vantages) {
      sightings.add(
          new Sighting(
              VIP,
              vantage,
              Optional.empty(),
              new TreeSet<>(Set.of(NODE)),
              Optional.empty(),
              false));
    }
    return new RouterObservation(
        at(second), name, Set.of(vantages), List.of(), sightings, List.of());
  }

  private static RouterRecord tor(ObservationBook book) {
    return book.router("tor").orElseThrow();
  }

  @Test
  void router_neverLookedAt_isEmpty() {
    assertThat(ObservationBook.EMPTY.router("tor")).isEmpty();
  }

  @Test
  void observed_twice_keepsLatestAndPrevious() {
    ObservationBook book =
        ObservationBook.EMPTY
            .observed(FRR, look(1, "first", Vantage.INSTALLED))
            .observed(FRR, look(2, "second", Vantage.INSTALLED));

    assertThat(tor(book).latest()).get().extracting(RouterPicture::identity).isEqualTo("second");
    assertThat(tor(book).previous()).get().extracting(RouterPicture::identity).isEqualTo("first");
    assertThat(tor(book).looked()).contains(at(2));
  }

  @Test
  void observed_olderThanTheLatest_changesNothing() {
    ObservationBook book =
        ObservationBook.EMPTY
            .observed(FRR, look(5, "new", Vantage.INSTALLED))
            .observed(FRR, look(2, "old", Vantage.INSTALLED));

    assertThat(tor(book).latest()).get().extracting(RouterPicture::identity).isEqualTo("new");
    assertThat(tor(book).previous()).isEmpty();
  }

  @Test
  void failed_afterALook_keepsWhatWasSeenAsTheLastPicture() {
    ObservationBook book =
        ObservationBook.EMPTY
            .observed(FRR, look(1, "seen", Vantage.INSTALLED))
            .failed(FRR, LookFailure.of(Cause.TIMEOUT, "no answer", at(2)))
            .failed(FRR, LookFailure.of(Cause.HOSTKEY, "other key", at(7)));

    assertThat(tor(book).latest()).isEmpty();
    assertThat(tor(book).last()).get().extracting(RouterPicture::identity).isEqualTo("seen");
    assertThat(tor(book).failure())
        .contains(new LookFailure(at(2), at(7), 2, Cause.HOSTKEY, "HOSTKEY", "other key"));
  }

  @Test
  void observed_afterFailures_endsThem() {
    ObservationBook book =
        ObservationBook.EMPTY
            .failed(FRR, LookFailure.of(Cause.TIMEOUT, "no answer", at(2)))
            .observed(FRR, look(3, "back", Vantage.INSTALLED));

    assertThat(tor(book).failure()).isEmpty();
    assertThat(tor(book).latest()).isPresent();
  }

  @Test
  void latest_twoGlasses_firstOfTheManifestTellsWhatBothCover() {
    ObservationBook book =
        ObservationBook.EMPTY
            .observed(SNMP, look(2, "snmp", Vantage.RECEIVED, Vantage.INSTALLED))
            .observed(FRR, look(1, "frr", Vantage.INSTALLED));

    RouterPicture picture = tor(book).latest().orElseThrow();
    assertThat(picture.witnesses())
        .containsEntry(Vantage.INSTALLED, new RouterPicture.Witness("frr", at(1)))
        .containsEntry(Vantage.RECEIVED, new RouterPicture.Witness("snmp", at(2)));
    assertThat(picture.farthest()).contains(Vantage.INSTALLED);
    assertThat(picture.at()).isEqualTo(at(1));
    assertThat(picture.identity()).isEqualTo("frr");
  }

  @Test
  void latest_oneOfTwoGlassesFails_isToldByTheOther() {
    ObservationBook book =
        ObservationBook.EMPTY
            .observed(FRR, look(1, "frr", Vantage.INSTALLED))
            .observed(SNMP, look(2, "snmp", Vantage.RECEIVED))
            .failed(FRR, LookFailure.of(Cause.AUTH, "refused", at(3)));

    assertThat(tor(book).failure()).isEmpty();
    assertThat(tor(book).latest().orElseThrow().covers(Vantage.INSTALLED)).isFalse();
  }

  @Test
  void findings_ofThePrefixComeBeforeThoseAboutEverything() {
    Finding about =
        new Finding(Cause.FILTERED, Optional.of(VIP), Optional.empty(), "filtered", "show");
    Finding general =
        new Finding(Cause.NO_POLICY, Optional.empty(), Optional.of(NODE), "no policy", "show");
    RouterObservation look =
        new RouterObservation(
            at(1),
            "tor",
            Set.of(Vantage.RECEIVED),
            List.of(
                new RouterSession(
                    NODE,
                    65001,
                    SessionState.ESTABLISHED,
                    Optional.empty(),
                    0,
                    Optional.of(Cause.NO_POLICY),
                    "(Policy)")),
            List.of(),
            List.of(general, about));

    RouterPicture picture = tor(ObservationBook.EMPTY.observed(FRR, look)).latest().orElseThrow();

    assertThat(picture.findings(VIP)).containsExactly(about, general);
    assertThat(picture.generalFindings()).containsExactly(general);
    assertThat(picture.findings(IpPrefix.parse("172.16.90.3/32"))).containsExactly(general);
    assertThat(picture.sessions()).containsOnlyKeys(NODE);
    assertThat(picture.sessionsCovered()).isTrue();
  }

  @Test
  void sessionsCovered_glassThatOnlyReadsTheForwardingTable_isNo() {
    ObservationBook book =
        ObservationBook.EMPTY.observed(FRR, look(1, "kernel", Vantage.INSTALLED));

    assertThat(tor(book).latest().orElseThrow().sessionsCovered()).isFalse();
  }

  @Test
  void retaining_glassRemovedFromTheManifest_isForgotten() {
    ObservationBook book =
        ObservationBook.EMPTY
            .observed(FRR, look(1, "frr", Vantage.INSTALLED))
            .observed(SNMP, look(1, "snmp", Vantage.INSTALLED))
            .observed(OTHER, look(1, "spine", Vantage.INSTALLED))
            .retaining(List.of(SNMP));

    assertThat(book.routers()).containsOnlyKeys("tor");
    assertThat(tor(book).glasses()).containsOnlyKeys(SNMP);
  }

  @Test
  void announced_again_replacesTheEarlierWord() {
    AnnouncerObservation second = new AnnouncerObservation(at(2), List.of());
    ObservationBook book =
        ObservationBook.EMPTY
            .announced("bgp", new AnnouncerObservation(at(1), List.of()))
            .announced("bgp", second);

    assertThat(book.announcers()).containsExactly(Map.entry("bgp", second));
    assertThat(book.withoutAnnouncer("bgp").announcers()).isEmpty();
  }
}
