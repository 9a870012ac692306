package io.readback.bgp.session;

import io.readback.bgp.codec.CodecContext;
import io.readback.bgp.message.Capability;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Open;
import io.readback.bgp.rib.RouteEncoding;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.GracefulRestart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What two OPEN messages agree on.
 *
 * @param families agreed families, IPv4 first
 * @param internal whether both ends are of one AS
 * @param ipv4OverIpv6 whether IPv4 routes may have IPv6 next hops (RFC 8950)
 * @param refresh whether the peer may ask for our routes (RFC 2918)
 */
record Negotiation(
    Open sent,
    Open received,
    IpAddress localAddress,
    List<AddressFamily> families,
    boolean internal,
    boolean fourOctetAs,
    boolean ipv4OverIpv6,
    boolean refresh) {
  Negotiation {
    families = List.copyOf(families);
  }

  /** Our OPEN for {@code session}. */
  static Open open(BgpSession session) {
    List<Capability> capabilities = new ArrayList<>();
    for (AddressFamily family : session.families()) {
      capabilities.add(new Capability.Multiprotocol(Family.unicast(family)));
    }
    capabilities.add(new Capability.RouteRefresh());
    boolean crossing =
        session.peerAddress().isIpv6() && session.families().contains(AddressFamily.IPV4);
    if (crossing) {
      capabilities.add(Capability.ExtendedNextHop.IPV4_OVER_IPV6);
    }
    GracefulRestart restart = session.gracefulRestart();
    if (restart.enabled()) {
      // The kernel forwards for the VIPs whether this process runs or not: the F bit is true.
      List<Capability.GracefulRestart.FamilyState> states =
          session.families().stream()
              .map(f -> new Capability.GracefulRestart.FamilyState(Family.unicast(f), true))
              .toList();
      capabilities.add(new Capability.GracefulRestart(false, false, restart.restartTime(), states));
    }
    capabilities.add(new Capability.FourOctetAs(session.localAsn()));
    return new Open(
        Open.VERSION,
        session.localAsn(),
        session.timers().hold(),
        session.instance().bgpIdentifier(),
        capabilities);
  }

  static Negotiation of(Open sent, Open received, IpAddress localAddress) {
    List<AddressFamily> families =
        sent.families().stream()
            .filter(received.families()::contains)
            .map(Family::unicast)
            .flatMap(Optional::stream)
            .sorted()
            .toList();
    return new Negotiation(
        sent,
        received,
        localAddress,
        families,
        sent.asn() == received.asn(),
        received.capability(Capability.FourOctetAs.class).isPresent(),
        crosses(sent) && crosses(received),
        received.capability(Capability.RouteRefresh.class).isPresent());
  }

  private static boolean crosses(Open open) {
    return open.capabilities(Capability.ExtendedNextHop.class).stream()
        .flatMap(c -> c.encodings().stream())
        .anyMatch(e -> e.family().equals(Family.IPV4_UNICAST) && e.nextHopAfi() == Family.AFI_IPV6);
  }

  /** How messages are read before the peer's OPEN is known. */
  static CodecContext beforeOpen(BgpSession session) {
    return CodecContext.builder(session.localAsn(), session.peerAsn())
        .localId(session.instance().bgpIdentifier())
        .build();
  }

  /** How messages are read from now on. */
  CodecContext context() {
    return CodecContext.builder(sent.asn(), received.asn())
        .localId(sent.bgpIdentifier())
        .localAddress(localAddress)
        .fourOctetAs(fourOctetAs)
        .families(families.stream().map(Family::unicast).toList())
        .extendedNextHop(ipv4OverIpv6 ? List.of(Family.IPV4_UNICAST) : List.of())
        .build();
  }

  /** How our routes are written for this peer. */
  RouteEncoding encoding() {
    return new RouteEncoding(
        sent.asn(), internal, fourOctetAs, localAddress, ipv4OverIpv6, families);
  }
}
