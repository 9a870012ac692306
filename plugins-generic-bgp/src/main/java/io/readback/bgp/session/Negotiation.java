package io.readback.bgp.session;

import io.readback.bgp.codec.CodecContext;
import io.readback.bgp.codec.Framing;
import io.readback.bgp.message.Capability;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Open;
import io.readback.bgp.rib.RouteEncoding;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.target.BgpRole;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.GracefulRestart;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What two OPEN messages agree on.
 *
 * @param families agreed families, IPv4 first
 * @param internal whether both ends are of one AS
 * @param ipv4OverIpv6 whether IPv4 routes may have IPv6 next hops (RFC 8950)
 * @param extendedMessages whether messages may have up to 65535 octets (RFC 8654)
 * @param enhancedRefresh whether a refresh is framed (RFC 7313)
 * @param role our role towards an external peer (RFC 9234)
 */
record Negotiation(
    Open sent,
    Open received,
    IpAddress localAddress,
    Optional<IpAddress> globalAddress,
    List<AddressFamily> families,
    boolean internal,
    boolean fourOctetAs,
    boolean ipv4OverIpv6,
    boolean extendedMessages,
    boolean enhancedRefresh,
    Optional<BgpRole> role) {
  Negotiation {
    families = List.copyOf(families);
  }

  /**
   * Our OPEN for {@code session}.
   *
   * @param restarting whether this speaker has come back and the peer may still hold its routes
   *     (the R bit of RFC 4724)
   */
  static Open open(BgpSession session, boolean restarting) {
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
    capabilities.add(new Capability.ExtendedMessage());
    if (!session.internal()) {
      session.role().ifPresent(role -> capabilities.add(new Capability.Role(role.value())));
    }
    GracefulRestart restart = session.gracefulRestart();
    if (restart.enabled()) {
      // The kernel forwards for the VIPs whether this process runs or not: the F bit is true.
      List<Capability.GracefulRestart.FamilyState> states =
          session.families().stream()
              .map(f -> new Capability.GracefulRestart.FamilyState(Family.unicast(f), true))
              .toList();
      capabilities.add(
          new Capability.GracefulRestart(restarting, true, restart.restartTime(), states));
    }
    capabilities.add(new Capability.FourOctetAs(session.localAsn()));
    capabilities.add(new Capability.EnhancedRouteRefresh());
    if (session.addPath() || session.addPathReceive()) {
      capabilities.add(
          new Capability.AddPath(
              session.families().stream()
                  .map(
                      f ->
                          new Capability.AddPath.Mode(
                              Family.unicast(f), session.addPathReceive(), session.addPath()))
                  .toList()));
    }
    if (restart.enabled() && session.longLivedRestart().isPresent()) {
      int time = session.longLivedRestart().getAsInt();
      capabilities.add(
          new Capability.LongLivedGracefulRestart(
              session.families().stream()
                  .map(
                      f ->
                          new Capability.LongLivedGracefulRestart.FamilyTime(
                              Family.unicast(f), true, time))
                  .toList()));
    }
    return new Open(
        Open.VERSION,
        session.localAsn(),
        session.timers().hold(),
        session.instance().bgpIdentifier(),
        capabilities);
  }

  /**
   * @param localAddress our end of the connection
   * @param globalAddress of the same link, where that is link-local
   */
  static Negotiation of(
      BgpSession session,
      Open sent,
      Open received,
      IpAddress localAddress,
      Optional<IpAddress> globalAddress) {
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
        globalAddress,
        families,
        sent.asn() == received.asn(),
        both(sent, received, Capability.FourOctetAs.class),
        crosses(sent) && crosses(received),
        both(sent, received, Capability.ExtendedMessage.class),
        both(sent, received, Capability.EnhancedRouteRefresh.class),
        sent.asn() == received.asn() ? Optional.empty() : session.role());
  }

  private static boolean both(Open one, Open other, Class<? extends Capability> type) {
    return one.capability(type).isPresent() && other.capability(type).isPresent();
  }

  private static boolean crosses(Open open) {
    return open.capabilities(Capability.ExtendedNextHop.class).stream()
        .flatMap(c -> c.encodings().stream())
        .anyMatch(e -> e.family().equals(Family.IPV4_UNICAST) && e.nextHopAfi() == Family.AFI_IPV6);
  }

  /** Whether both sides do graceful restart (RFC 4724). */
  boolean gracefulRestart() {
    return both(sent, received, Capability.GracefulRestart.class);
  }

  /** What becomes of the peer's routes while it restarts. */
  RestartTerms restartTerms() {
    return RestartTerms.of(sent, received);
  }

  /** Whether a NOTIFICATION, too, leaves our routes at the peer unless it is a Hard Reset. */
  boolean notificationRestarts() {
    return notifies(sent) && notifies(received);
  }

  private static boolean notifies(Open open) {
    return open.capability(Capability.GracefulRestart.class)
        .map(Capability.GracefulRestart::notification)
        .orElse(false);
  }

  /** How messages are read before the peer's OPEN is known. */
  static CodecContext beforeOpen(BgpSession session) {
    long peerAsn =
        session.peerAsn() == 0 && session.internal() ? session.localAsn() : session.peerAsn();
    CodecContext.Builder context =
        CodecContext.builder(!session.internal(), session.localAsn(), peerAsn)
            .peerType(session.peerType())
            .roleStrict(session.roleStrict())
            .localId(session.instance().bgpIdentifier());
    session.role().ifPresent(context::role);
    return context.build();
  }

  /** How messages are read from now on. */
  CodecContext context() {
    CodecContext.Builder context =
        CodecContext.builder(sent.asn(), received.asn())
            .localId(sent.bgpIdentifier())
            .localAddress(localAddress)
            .fourOctetAs(fourOctetAs)
            .families(families.stream().map(Family::unicast).toList())
            .addPathReceive(
                addPath(Capability.AddPath.Mode::receive, Capability.AddPath.Mode::send).stream()
                    .map(Family::unicast)
                    .toList())
            .extendedMessages(extendedMessages)
            .enhancedRefresh(enhancedRefresh)
            .extendedNextHop(ipv4OverIpv6 ? List.of(Family.IPV4_UNICAST) : List.of());
    role.ifPresent(context::role);
    return context.build();
  }

  /** How our routes are written for this peer. */
  RouteEncoding encoding() {
    return new RouteEncoding(
        sent.asn(),
        internal,
        fourOctetAs,
        localAddress,
        globalAddress,
        ipv4OverIpv6,
        families,
        extendedMessages ? Framing.MAX_EXTENDED_LENGTH : Framing.MAX_LENGTH,
        enhancedRefresh,
        role,
        addPath(Capability.AddPath.Mode::send, Capability.AddPath.Mode::receive));
  }

  /** The families in which we can do the one, and the peer the other (RFC 7911). */
  private List<AddressFamily> addPath(
      Predicate<Capability.AddPath.Mode> ours, Predicate<Capability.AddPath.Mode> peers) {
    return families.stream()
        .filter(f -> mode(sent, f, ours))
        .filter(f -> mode(received, f, peers))
        .toList();
  }

  private static boolean mode(
      Open open, AddressFamily family, Predicate<Capability.AddPath.Mode> able) {
    return open.capabilities(Capability.AddPath.class).stream()
        .flatMap(c -> c.modes().stream())
        .anyMatch(m -> m.family().equals(Family.unicast(family)) && able.test(m));
  }
}
