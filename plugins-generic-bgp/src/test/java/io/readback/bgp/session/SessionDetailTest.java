package io.readback.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.spi.observe.MessageDirection;
import io.readback.spi.observe.SessionCapability;
import io.readback.spi.observe.SessionDetail;
import io.readback.spi.observe.SessionError;
import io.readback.spi.observe.SessionEvent;
import io.readback.spi.observe.SessionState;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.GracefulRestart;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What an operator is shown of a session. */
class SessionDetailTest {
  @Test
  void detail_established_tellsTimersEndsCapabilitiesAndCounts() throws Exception {
    try (SpeakerPair pair = new SpeakerPair(65001, 65000)) {
      pair.start(
          SpeakerPair.hostRoutes(2000),
          b -> b.gracefulRestart(new GracefulRestart(true, 60)),
          b -> b.gracefulRestart(new GracefulRestart(true, 90)));
      pair.awaitEstablished();
      SpeakerPair.await(() -> pair.atRouter().received().size() == 2000);

      SessionDetail ours = pair.speakerStatus().detail();
      SessionDetail theirs = pair.routerStatus().detail();
      assertThat(ours.timers()).isEqualTo(new SessionDetail.Timers(9, 3, 1, 480));
      SessionDetail.Connection ends = ours.connection().orElseThrow();
      assertThat(ends.outgoing()).isTrue();
      assertThat(ends.localAddress()).isEqualTo(SpeakerPair.SPEAKER);
      assertThat(ends.remotePort()).isEqualTo(pair.router.boundPort("router").getAsInt());
      assertThat(theirs.connection().orElseThrow().remotePort()).isEqualTo(ends.localPort());
      assertThat(theirs.connection().orElseThrow().outgoing()).isFalse();
      assertThat(ours.sentCapabilities())
          .isEqualTo(theirs.receivedCapabilities())
          .contains(
              new SessionCapability(1, "multiprotocol", "ipv4-unicast"),
              new SessionCapability(65, "four-octet-as", "65001"));
      assertThat(ours.restart()).isEqualTo(new SessionDetail.Restart(true, true, 60, 90, true, 0));
      SpeakerPair.await(
          () ->
              pair.speakerStatus().detail().sent().equals(pair.routerStatus().detail().received()));
      assertThat(pair.speakerStatus().detail().sent().open()).isEqualTo(1);
      // three of routes, and an End-of-RIB for each family
      assertThat(pair.speakerStatus().detail().sent().update()).isGreaterThanOrEqualTo(3);
      assertThat(ours.flaps()).isZero();
    }
  }

  @Test
  void detail_peerShutDown_tellsTheNotificationAndTheEnd() throws Exception {
    try (SpeakerPair pair = new SpeakerPair(65001, 65000)) {
      pair.start(RouteTable.EMPTY);
      pair.awaitEstablished();

      pair.router.retarget(new TreeMap<>());
      SpeakerPair.await(() -> pair.speakerStatus().detail().flaps() == 1);

      SessionError error = pair.speakerStatus().lastError().orElseThrow();
      assertThat(error.direction()).isEqualTo(MessageDirection.RECEIVED);
      assertThat(error.hex()).startsWith("f".repeat(32) + "0015030603");
      List<SessionEvent> events = pair.speakerStatus().detail().events();
      SessionEvent up =
          events.stream().filter(e -> e.to() == SessionState.ESTABLISHED).findFirst().orElseThrow();
      assertThat(up.cause()).isEqualTo("keepalive-msg");
      assertThat(up.hex()).isEqualTo("f".repeat(32) + "001304");
      SessionEvent end =
          events.stream()
              .filter(e -> e.from() == SessionState.ESTABLISHED)
              .findFirst()
              .orElseThrow();
      assertThat(end.cause()).isEqualTo("notif-msg");
      assertThat(end.text()).isEqualTo(error.text());
      assertThat(end.hex()).isEqualTo(error.hex());
      assertThat(events).extracting(SessionEvent::number).isSorted().doesNotHaveDuplicates();
    }
  }
}
