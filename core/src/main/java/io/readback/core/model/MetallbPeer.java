package io.readback.core.model;

import io.readback.spi.Secret;
import io.readback.spi.net.IpAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A router to peer with in MetalLB's dialect (BGPPeer, v1beta1 and v1beta2 alike).
 *
 * @param localAsn announced to this peer instead of {@code myAsn}, without prepending either
 * @param address the peer's address; empty where {@code interfaceName} says how to reach it
 * @param zone of a link-local address
 * @param interfaceName for a session without configured addresses
 * @param holdTime in seconds, 0 or at least 3; empty: the speaker's default. Present exactly when
 *     {@code keepaliveTime} is
 * @param keepaliveTime in seconds, at most the hold time
 * @param connectTime between attempts to connect, in seconds
 * @param nodeSelectors any of which a node has to match; none: every node
 * @param passwordSecret of type {@code kubernetes.io/basic-auth}, its key {@code password}
 * @param dualStackAddressFamily both families over the one session; else only the session's own
 * @param announcer the announcer asked for by the annotation {@code readback.io/announcer}
 */
public record MetallbPeer(
    String name,
    String namespace,
    long myAsn,
    RemoteAs remoteAs,
    OptionalLong localAsn,
    Optional<IpAddress> address,
    Optional<String> zone,
    Optional<String> interfaceName,
    Optional<IpAddress> sourceAddress,
    int peerPort,
    OptionalInt holdTime,
    OptionalInt keepaliveTime,
    OptionalInt connectTime,
    Optional<IpAddress> routerId,
    List<LabelSelector> nodeSelectors,
    Optional<Secret> password,
    Optional<SecretRef> passwordSecret,
    Optional<String> bfdProfile,
    boolean gracefulRestart,
    boolean ebgpMultiHop,
    Optional<String> vrf,
    boolean disableMp,
    boolean dualStackAddressFamily,
    Optional<String> announcer,
    Optional<Instant> created,
    Origin origin) {
  public MetallbPeer {
    nodeSelectors = List.copyOf(nodeSelectors);
    if (address.isPresent() == interfaceName.isPresent()) {
      throw new IllegalArgumentException("a peer has an address or an interface, and not both");
    }
    if (password.isPresent() && passwordSecret.isPresent()) {
      throw new IllegalArgumentException("a peer has a password or a Secret with it, not both");
    }
    if (holdTime.isPresent() != keepaliveTime.isPresent()) {
      throw new IllegalArgumentException("hold time and keepalive time are given together");
    }
  }

  /** The AS of the other side. */
  public sealed interface RemoteAs {
    /**
     * This one.
     *
     * @param asn 1 to 4294967295
     */
    record Fixed(long asn) implements RemoteAs {}

    /** The same as ours, whichever that is. */
    record Internal() implements RemoteAs {}

    /** Any but ours. */
    record External() implements RemoteAs {}
  }

  public boolean selects(Node node) {
    return nodeSelectors.isEmpty()
        || nodeSelectors.stream().anyMatch(selector -> selector.matches(node.labels()));
  }
}
