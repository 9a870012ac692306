package io.readback.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bgp.message.Capability;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Open;
import io.readback.spi.net.IpAddress;
import io.readback.spi.target.BgpInstance;
import io.readback.spi.target.BgpRole;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.GracefulRestart;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class NegotiationTest {
  private static final IpAddress PEER = IpAddress.parse("192.0.2.1");
  private static final IpAddress LOCAL = IpAddress.parse("192.0.2.2");
  private static final BgpInstance INSTANCE =
      new BgpInstance("i", 65001, IpAddress.parse("10.0.0.2"), OptionalInt.empty());

  private static BgpSession.Builder session() {
    return BgpSession.builder(INSTANCE, "p", PEER).peerAsn(65000);
  }

  private static Open theirs(Capability... capabilities) {
    return new Open(4, 65000, 90, IpAddress.parse("10.0.0.1"), List.of(capabilities));
  }

  private static Negotiation agreed(BgpSession session, Capability... capabilities) {
    return Negotiation.of(
        session, Negotiation.open(session, false), theirs(capabilities), LOCAL, Optional.empty());
  }

  @Test
  void open_gracefulRestart_tellsRestartNotificationAndForwarding() {
    BgpSession session = session().gracefulRestart(new GracefulRestart(true, 60)).build();
    for (boolean restarting : new boolean[] {true, false}) {
      Capability.GracefulRestart restart =
          Negotiation.open(session, restarting)
              .capability(Capability.GracefulRestart.class)
              .orElseThrow();
      assertThat(restart.restarting()).isEqualTo(restarting);
      assertThat(restart.notification()).isTrue();
      assertThat(restart.restartTime()).isEqualTo(60);
      assertThat(restart.families()).hasSize(2).allMatch(f -> f.forwarding());
    }
    assertThat(
            Negotiation.open(session().build(), true).capability(Capability.GracefulRestart.class))
        .isEmpty();
  }

  @Test
  void addPath_receive_agreedWhereThePeerSends() {
    BgpSession session = session().addPathReceive(true).build();
    assertThat(Negotiation.open(session, false).capability(Capability.AddPath.class).orElseThrow())
        .isEqualTo(
            new Capability.AddPath(
                List.of(
                    new Capability.AddPath.Mode(Family.IPV4_UNICAST, true, false),
                    new Capability.AddPath.Mode(Family.IPV6_UNICAST, true, false))));
    Negotiation agreed =
        agreed(
            session,
            new Capability.Multiprotocol(Family.IPV4_UNICAST),
            new Capability.Multiprotocol(Family.IPV6_UNICAST),
            new Capability.AddPath(
                List.of(
                    new Capability.AddPath.Mode(Family.IPV4_UNICAST, true, true),
                    new Capability.AddPath.Mode(Family.IPV6_UNICAST, true, false))));
    assertThat(agreed.context().addPathReceive()).containsExactly(Family.IPV4_UNICAST);
    assertThat(agreed.encoding().addPath()).isEmpty();
  }

  @Test
  void open_localAs_standsInForTheInstances() {
    Open open = Negotiation.open(session().localAsn(4200000000L).build(), false);
    assertThat(open.asn()).isEqualTo(4200000000L);
    assertThat(open.capability(Capability.FourOctetAs.class))
        .contains(new Capability.FourOctetAs(4200000000L));
    assertThat(agreed(session().localAsn(65007).build()).encoding().localAsn()).isEqualTo(65007);
  }

  @Test
  void open_role_goesToExternalPeersOnly() {
    BgpSession external = session().role(BgpRole.CUSTOMER).build();
    assertThat(Negotiation.open(external, false).capability(Capability.Role.class))
        .contains(new Capability.Role(3));
    assertThat(
            Negotiation.open(session().peerAsn(65001).role(BgpRole.CUSTOMER).build(), false)
                .capability(Capability.Role.class))
        .isEmpty();
  }

  @Test
  void of_whatOnlyOneSideSent_isNotAgreed() {
    Negotiation nothing = agreed(session().build());
    assertThat(nothing.extendedMessages()).isFalse();
    assertThat(nothing.enhancedRefresh()).isFalse();
    assertThat(nothing.fourOctetAs()).isFalse();
    assertThat(nothing.encoding().maxLength()).isEqualTo(4096);
    Negotiation all =
        agreed(
            session().build(),
            new Capability.ExtendedMessage(),
            new Capability.EnhancedRouteRefresh(),
            new Capability.FourOctetAs(65000));
    assertThat(all.extendedMessages()).isTrue();
    assertThat(all.enhancedRefresh()).isTrue();
    assertThat(all.fourOctetAs()).isTrue();
    assertThat(all.encoding().maxLength()).isEqualTo(65535);
    assertThat(all.context().extendedMessages()).isTrue();
  }

  @Test
  void notificationRestarts_needsTheBitOfBothSides() {
    BgpSession session = session().gracefulRestart(new GracefulRestart(true, 60)).build();
    assertThat(
            agreed(session, new Capability.GracefulRestart(false, true, 60, List.of()))
                .notificationRestarts())
        .isTrue();
    Negotiation old = agreed(session, new Capability.GracefulRestart(false, false, 60, List.of()));
    assertThat(old.notificationRestarts()).isFalse();
    assertThat(old.gracefulRestart()).isTrue();
    assertThat(agreed(session).gracefulRestart()).isFalse();
  }
}
