package io.readback.bgp.codec;

import io.readback.bgp.message.Family;
import io.readback.spi.net.IpAddress;
import io.readback.spi.target.BgpRole;
import io.readback.spi.target.BgpSession;
import java.util.List;
import java.util.Optional;

/**
 * What the encoding of messages, and the judgement on received ones, depends on: the two speakers
 * and what they agreed in their OPEN messages. Made by {@link #builder}.
 *
 * @param ebgp whether the peer is external
 * @param localAs our AS number; 0 while it is not known, which leaves out the checks that need it
 * @param peerAs the peer's AS number; 0 while any is welcome that {@code peerType} allows
 * @param peerType what a peer of unknown AS number must be
 * @param localId our BGP Identifier; without it the checks that need it are left out
 * @param localAddress our address on the session: a next hop that no received route may have
 * @param fourOctetAs whether AS numbers have 4 octets (RFC 6793)
 * @param families families whose routes are exchanged
 * @param addPathReceive families whose prefixes come with path identifiers (RFC 7911)
 * @param extendedNextHop families whose routes may have a next hop of the other family too: an IPv6
 *     one for IPv4 (RFC 8950), which is all that our sessions agree on
 * @param extendedMessages whether UPDATE, NOTIFICATION and ROUTE-REFRESH may have up to 65535
 *     octets (RFC 8654)
 * @param enhancedRefresh whether ROUTE-REFRESH has subtypes (RFC 7313)
 * @param enforceFirstAs whether an external peer's AS_PATH must begin with its AS number (RFC 4271
 *     section 6.3)
 * @param role our role towards an external peer (RFC 9234)
 * @param roleStrict whether the peer must state its role too
 */
public record CodecContext(
    boolean ebgp,
    long localAs,
    long peerAs,
    BgpSession.PeerType peerType,
    Optional<IpAddress> localId,
    Optional<IpAddress> localAddress,
    boolean fourOctetAs,
    List<Family> families,
    List<Family> addPathReceive,
    List<Family> extendedNextHop,
    boolean extendedMessages,
    boolean enhancedRefresh,
    boolean enforceFirstAs,
    Optional<BgpRole> role,
    boolean roleStrict) {

  public CodecContext {
    families = List.copyOf(families);
    addPathReceive = List.copyOf(addPathReceive);
    extendedNextHop = List.copyOf(extendedNextHop);
  }

  /** For an external peer: 4-octet AS numbers, both unicast families, nothing else agreed. */
  public static Builder ebgp(long localAs, long peerAs) {
    return new Builder(true, localAs, peerAs);
  }

  /** For an internal peer: 4-octet AS numbers, both unicast families, nothing else agreed. */
  public static Builder ibgp(long as) {
    return new Builder(false, as, as);
  }

  /** External where the two AS numbers differ. */
  public static Builder builder(long localAs, long peerAs) {
    return new Builder(localAs != peerAs, localAs, peerAs);
  }

  /** For a peer that is external or not whatever the AS numbers, which may be unknown. */
  public static Builder builder(boolean ebgp, long localAs, long peerAs) {
    return new Builder(ebgp, localAs, peerAs);
  }

  /** The longest UPDATE in octets, header included. */
  public int maxMessageLength() {
    return extendedMessages ? Framing.MAX_EXTENDED_LENGTH : Framing.MAX_LENGTH;
  }

  /** Collects the parts of a context. */
  public static final class Builder {
    private final boolean ebgp;
    private final long localAs;
    private final long peerAs;
    private BgpSession.PeerType peerType = BgpSession.PeerType.ANY;
    private Optional<IpAddress> localId = Optional.empty();
    private Optional<IpAddress> localAddress = Optional.empty();
    private boolean fourOctetAs = true;
    private List<Family> families = List.of(Family.IPV4_UNICAST, Family.IPV6_UNICAST);
    private List<Family> addPathReceive = List.of();
    private List<Family> extendedNextHop = List.of();
    private boolean extendedMessages;
    private boolean enhancedRefresh;
    private boolean enforceFirstAs;
    private Optional<BgpRole> role = Optional.empty();
    private boolean roleStrict;

    private Builder(boolean ebgp, long localAs, long peerAs) {
      this.ebgp = ebgp;
      this.localAs = localAs;
      this.peerAs = peerAs;
    }

    /** Default: any. */
    public Builder peerType(BgpSession.PeerType value) {
      peerType = value;
      return this;
    }

    public Builder localId(IpAddress value) {
      localId = Optional.of(value);
      return this;
    }

    public Builder localAddress(IpAddress value) {
      localAddress = Optional.of(value);
      return this;
    }

    /** Default: true. */
    public Builder fourOctetAs(boolean value) {
      fourOctetAs = value;
      return this;
    }

    /** Default: IPv4 and IPv6 unicast. */
    public Builder families(List<Family> value) {
      families = value;
      return this;
    }

    /** Default: none. */
    public Builder addPathReceive(List<Family> value) {
      addPathReceive = value;
      return this;
    }

    /** Default: none. */
    public Builder extendedNextHop(List<Family> value) {
      extendedNextHop = value;
      return this;
    }

    /** Default: false. */
    public Builder extendedMessages(boolean value) {
      extendedMessages = value;
      return this;
    }

    /** Default: false. */
    public Builder enhancedRefresh(boolean value) {
      enhancedRefresh = value;
      return this;
    }

    /** Default: false. */
    public Builder enforceFirstAs(boolean value) {
      enforceFirstAs = value;
      return this;
    }

    /** Default: none. */
    public Builder role(BgpRole value) {
      role = Optional.of(value);
      return this;
    }

    /** Default: false. */
    public Builder roleStrict(boolean value) {
      roleStrict = value;
      return this;
    }

    public CodecContext build() {
      return new CodecContext(
          ebgp,
          localAs,
          peerAs,
          peerType,
          localId,
          localAddress,
          fourOctetAs,
          families,
          addPathReceive,
          extendedNextHop,
          extendedMessages,
          enhancedRefresh,
          enforceFirstAs,
          role,
          roleStrict);
    }
  }
}
