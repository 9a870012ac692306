package io.readback.core.plan;

import io.readback.core.admission.MetallbAdmission.AdmittedPeer;
import io.readback.core.model.MetallbBfdProfile;
import io.readback.core.model.MetallbPeer;
import io.readback.core.model.MetallbPeer.RemoteAs;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Problem;
import io.readback.core.model.Problem.Severity;
import io.readback.spi.Secret;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.target.BfdProfile;
import io.readback.spi.target.BgpInstance;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.BgpTimers;
import io.readback.spi.target.GracefulRestart;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * A BGPPeer that can become sessions, with everything that is the same on all nodes.
 *
 * @param address of the peer
 * @param bfd from its BFDProfile
 * @param password from the peer itself or from its Secret
 */
record MetallbPeerDraft(
    MetallbPeer peer, IpAddress address, Optional<Secret> password, Optional<BfdProfile> bfd) {
  /** How far away a peer may be with {@code ebgpMultiHop}, which is a flag: as far as it likes. */
  private static final int ANY_DISTANCE = 255;

  /** Stands for the address of a peer that is found on its interface. */
  private static final IpAddress UNNUMBERED = IpAddress.parse("::");

  /**
   * Empty where a session would be other than what was asked for.
   *
   * @param problems is added to
   */
  static Optional<MetallbPeerDraft> of(AdmittedPeer admitted, List<Problem> problems) {
    MetallbPeer peer = admitted.peer();
    boolean onLink = !peer.ebgpMultiHop();
    boolean ipv4 = peer.address().map(IpAddress::isIpv4).orElse(false);
    if (admitted.bfd().map(MetallbBfdProfile::echoMode).orElse(false) && !(onLink && ipv4)) {
      problems.add(
          problem(
              peer,
              Severity.WARNING,
              "spec.bfdProfile",
              "BFD runs without echo packets, which are for "
                  + (onLink ? "IPv4 peers here" : "peers on the link")
                  + ": control packets alone watch the path, at transmitInterval and"
                  + " receiveInterval",
              "choose intervals as short as echoInterval, or remove echoMode from the profile"));
    }
    return Optional.of(
        new MetallbPeerDraft(
            peer,
            peer.address().orElse(UNNUMBERED),
            admitted.password(),
            admitted.bfd().map(MetallbPeerDraft::bfd)));
  }

  /** The name of the speaker it belongs to: one for each AS number of ours. */
  String instance() {
    return "metallb-" + peer.myAsn();
  }

  /**
   * The session as far as the peer says.
   *
   * @throws IllegalArgumentException where values do not fit together
   */
  BgpSession.Builder session(BgpInstance instance) {
    BgpSession.Builder builder =
        BgpSession.builder(instance, peer.name(), address)
            .peerPort(peer.peerPort())
            .timers(timers())
            .families(
                peer.dualStackAddressFamily() || address.isUnspecified()
                    ? EnumSet.allOf(AddressFamily.class)
                    : EnumSet.of(address.family()))
            .gracefulRestart(
                new GracefulRestart(peer.gracefulRestart(), GracefulRestart.OFF.restartTime()))
            .multihopTtl(peer.ebgpMultiHop() ? ANY_DISTANCE : 1);
    RemoteAs remote = peer.remoteAs();
    if (remote instanceof RemoteAs.Fixed fixed) {
      builder.peerAsn(fixed.asn());
    } else if (remote instanceof RemoteAs.Internal) {
      builder.peerType(BgpSession.PeerType.INTERNAL);
    } else {
      builder.peerType(BgpSession.PeerType.EXTERNAL);
    }
    peer.localAsn().ifPresent(builder::localAsn);
    peer.zone().ifPresent(builder::zone);
    peer.vrf().ifPresent(builder::device);
    peer.interfaceName().ifPresent(builder::device);
    peer.sourceAddress().ifPresent(builder::localAddress);
    password.ifPresent(builder::password);
    bfd.ifPresent(builder::bfd);
    return builder;
  }

  private static BfdProfile bfd(MetallbBfdProfile profile) {
    BfdProfile made =
        new BfdProfile(
            Duration.ofMillis(profile.transmitInterval()),
            Duration.ofMillis(profile.receiveInterval()),
            profile.detectMultiplier(),
            profile.passiveMode(),
            profile.minimumTtl(),
            false);
    return profile.echoMode() ? made.withEcho(Duration.ofMillis(profile.echoInterval())) : made;
  }

  /** The speaker's defaults where the peer says nothing: MetalLB leaves them to its speaker too. */
  private BgpTimers timers() {
    return new BgpTimers(
        peer.connectTime().orElse(BgpTimers.DEFAULT.connectRetry()),
        peer.holdTime().orElse(BgpTimers.DEFAULT.hold()),
        peer.keepaliveTime().orElse(BgpTimers.DEFAULT.keepalive()));
  }

  ObjectRef ref() {
    return ref(peer);
  }

  static ObjectRef ref(MetallbPeer peer) {
    return new ObjectRef("BGPPeer", peer.namespace(), peer.name());
  }

  static Problem problem(
      MetallbPeer peer, Severity severity, String field, String message, String remedy) {
    return new Problem(severity, Optional.of(ref(peer)), peer.origin(), field, message, remedy);
  }
}
