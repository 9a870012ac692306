package io.readback.spi.target;

import io.readback.spi.Secret;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A session of one instance with one peer. Made by {@link #builder}; the defaults stand at its
 * methods.
 *
 * <p>Longer than most classes: each setting has its accessor and its documented builder method.
 */
public final class BgpSession implements TargetSpec {
  private final BgpInstance instance;
  private final String peer;
  private final IpAddress peerAddress;
  private final Optional<String> zone;
  private final int peerPort;
  private final long peerAsn;
  private final PeerType peerType;
  private final long localAsn;
  private final Optional<IpAddress> localAddress;
  private final Optional<String> sourceInterface;
  private final Optional<String> device;
  private final BgpTimers timers;
  private final List<AddressFamily> families;
  private final GracefulRestart gracefulRestart;
  private final int multihopTtl;
  private final OptionalInt ttlSecurityHops;
  private final boolean passive;
  private final Optional<Secret> password;
  private final Optional<BgpRole> role;
  private final boolean roleStrict;
  private final Duration delayOpen;
  private final Duration sendHold;
  private final SortedSet<Long> peerAsns;
  private final OptionalInt prefixLimit;
  private final Builder made;
  private final Duration advertisementInterval;
  private final boolean addPath;
  private final boolean addPathReceive;
  private final OptionalInt longLivedRestart;
  private final Optional<BfdProfile> bfd;
  private final Optional<TcpAo> tcpAo;
  private final Optional<TargetId> range;

  /** What a peer must be to us where its AS number is not configured. */
  public enum PeerType {
    /** Either. */
    ANY,
    /** Of the session's local AS. */
    INTERNAL,
    /** Of another AS. */
    EXTERNAL
  }

  private BgpSession(Builder b) {
    instance = b.instance;
    peer = b.peer;
    peerAddress = b.peerAddress;
    zone = Optional.ofNullable(b.zone);
    peerPort = b.peerPort;
    peerAsn = b.peerAsn;
    peerType = b.peerType;
    localAsn = b.localAsn == 0 ? b.instance.localAsn() : b.localAsn;
    localAddress = Optional.ofNullable(b.localAddress);
    sourceInterface = Optional.ofNullable(b.sourceInterface);
    device = Optional.ofNullable(b.device);
    timers = b.timers;
    families = List.copyOf(b.families);
    gracefulRestart = b.gracefulRestart;
    multihopTtl = b.multihopTtl;
    ttlSecurityHops = b.ttlSecurityHops;
    passive = b.passive;
    password = Optional.ofNullable(b.password);
    role = Optional.ofNullable(b.role);
    roleStrict = b.roleStrict;
    delayOpen = b.delayOpen;
    advertisementInterval = b.advertisementInterval;
    addPath = b.addPath;
    addPathReceive = b.addPathReceive;
    longLivedRestart = b.longLivedRestart;
    bfd = Optional.ofNullable(b.bfd);
    tcpAo = Optional.ofNullable(b.tcpAo);
    range = Optional.ofNullable(b.range);
    if (tcpAo.isPresent() && password.isPresent()) {
      throw new IllegalArgumentException(
          "TCP MD5 and TCP-AO cannot protect one session: remove the password, or tcpAo");
    }
    sendHold = b.sendHold == null ? defaultSendHold(b.timers) : b.sendHold;
    peerAsns = Collections.unmodifiableSortedSet(new TreeSet<>(b.peerAsns));
    prefixLimit = b.prefixLimit;
    made = b.copy();
  }

  /** RFC 9687 section 4. */
  private static Duration defaultSendHold(BgpTimers timers) {
    return Duration.ofSeconds(Math.max(480, 2L * timers.hold()));
  }

  public static Builder builder(BgpInstance instance, String peer, IpAddress peerAddress) {
    return new Builder(instance, peer, peerAddress);
  }

  /**
   * The same session with another peer. A local address of the other family is left out.
   *
   * @param otherPeer the peer's name
   */
  public Builder toBuilder(String otherPeer, IpAddress otherAddress) {
    Builder copy = made.copy();
    copy.peer = otherPeer;
    copy.peerAddress = otherAddress;
    if (copy.localAddress != null && copy.localAddress.family() != otherAddress.family()) {
      copy.localAddress = null;
    }
    return copy;
  }

  @Override
  public TargetId id() {
    return new TargetId(TargetKind.BGP_SESSION, instance.name(), peer);
  }

  public BgpInstance instance() {
    return instance;
  }

  /** The peer's name within its instance. */
  public String peer() {
    return peer;
  }

  public IpAddress peerAddress() {
    return peerAddress;
  }

  /**
   * Whether the peer's address is not configured but found out: it is the router that advertises
   * itself on {@link #device}. The peer address is then {@code ::}.
   */
  public boolean unnumbered() {
    return device.isPresent() && peerAddress.isIpv6() && peerAddress.isUnspecified();
  }

  /** The zone (interface) of a link-local peer address. */
  public Optional<String> zone() {
    return zone;
  }

  public int peerPort() {
    return peerPort;
  }

  /** The AS number the peer must open with; 0: any that {@link #peerType} allows. */
  public long peerAsn() {
    return peerAsn;
  }

  /**
   * Where {@link #peerAsn} is 0: the AS numbers the peer may open with; none: any that {@link
   * #peerType} allows.
   */
  public SortedSet<Long> peerAsns() {
    return peerAsns;
  }

  /** Where {@link #peerAsn} is 0: which peers are welcome. */
  public PeerType peerType() {
    return peerType;
  }

  /**
   * The AS number we open with and put before the paths of our routes: the instance's, or the one
   * that stands in for it on this session (local-AS; the instance's own number then appears nowhere
   * on this session).
   */
  public long localAsn() {
    return localAsn;
  }

  /** The address to connect from; empty: the system chooses. */
  public Optional<IpAddress> localAddress() {
    return localAddress;
  }

  /** The interface whose address to connect from. */
  public Optional<String> sourceInterface() {
    return sourceInterface;
  }

  /**
   * The interface, or the VRF, that the session goes through and no other; empty: whichever the
   * routing table says.
   */
  public Optional<String> device() {
    return device;
  }

  public BgpTimers timers() {
    return timers;
  }

  /** Unicast families to negotiate, IPv4 first. */
  public List<AddressFamily> families() {
    return families;
  }

  public GracefulRestart gracefulRestart() {
    return gracefulRestart;
  }

  /** TTL of packets to an external peer, 1 to 255; 1: the peer is on the link. */
  public int multihopTtl() {
    return multihopTtl;
  }

  /**
   * TTL security (RFC 5082): packets go out with TTL 255, and only those are taken that crossed
   * fewer than this number of routers: 1 for a peer on the link. Replaces {@link #multihopTtl}.
   */
  public OptionalInt ttlSecurityHops() {
    return ttlSecurityHops;
  }

  /** Whether to wait for the peer to connect. */
  public boolean passive() {
    return passive;
  }

  /** TCP MD5 password (RFC 2385). */
  public Optional<Secret> password() {
    return password;
  }

  /** Our role towards an external peer (RFC 9234). */
  public Optional<BgpRole> role() {
    return role;
  }

  /** Whether an external peer must state its role too. */
  public boolean roleStrict() {
    return roleStrict;
  }

  /** How long to wait for the peer's OPEN before sending ours (DelayOpen); zero: not at all. */
  public Duration delayOpen() {
    return delayOpen;
  }

  /** How long the peer may take nothing of what is sent before the session ends (RFC 9687). */
  public Duration sendHold() {
    return sendHold;
  }

  /**
   * MinRouteAdvertisementInterval (RFC 4271 section 9.2.1.1): how far apart changes are sent, those
   * meanwhile together; zero: each at once.
   */
  public Duration advertisementInterval() {
    return advertisementInterval;
  }

  /** Whether the peer may be sent several paths of one prefix (RFC 7911). */
  public boolean addPath() {
    return addPath;
  }

  /** Whether the peer may send several paths of one prefix (RFC 7911). */
  public boolean addPathReceive() {
    return addPathReceive;
  }

  /**
   * Seconds for which the peer should keep our routes, as a last resort, after the time of {@link
   * #gracefulRestart} is over (RFC 9494); has no effect without it.
   */
  public OptionalInt longLivedRestart() {
    return longLivedRestart;
  }

  /** How BFD watches the path to the peer; empty: it does not. */
  public Optional<BfdProfile> bfd() {
    return bfd;
  }

  /** The range whose template it was made from; empty: the peer is configured by itself. */
  public Optional<TargetId> range() {
    return range;
  }

  /** The keys of the TCP Authentication Option; never beside a {@link #password}. */
  public Optional<TcpAo> tcpAo() {
    return tcpAo;
  }

  /**
   * How many prefixes of one family the peer may send, each path of several counted; one more ends
   * the session (Cease 6/1). Empty: as many as it likes, though no more than some are kept.
   */
  public OptionalInt prefixLimit() {
    return prefixLimit;
  }

  /** Whether the peer is known to be internal: the same AS on both sides. */
  public boolean internal() {
    return peerAsn == 0 ? peerType == PeerType.INTERNAL : peerAsn == localAsn;
  }

  /** Whether the peer is known to be external. */
  public boolean external() {
    return peerAsn == 0 ? peerType == PeerType.EXTERNAL : peerAsn != localAsn;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof BgpSession other
        && bfd.equals(other.bfd)
        && tcpAo.equals(other.tcpAo)
        && canBecome(other);
  }

  /**
   * Whether one can become the other without a reset of the session: where they differ in BFD, or
   * in which keys of TCP-AO there are.
   */
  public boolean canBecome(BgpSession other) {
    return tcpAo.isPresent() == other.tcpAo.isPresent()
        && instance.equals(other.instance)
        && peer.equals(other.peer)
        && peerAddress.equals(other.peerAddress)
        && zone.equals(other.zone)
        && peerPort == other.peerPort
        && peerAsn == other.peerAsn
        && peerType == other.peerType
        && localAsn == other.localAsn
        && localAddress.equals(other.localAddress)
        && sourceInterface.equals(other.sourceInterface)
        && device.equals(other.device)
        && timers.equals(other.timers)
        && families.equals(other.families)
        && gracefulRestart.equals(other.gracefulRestart)
        && multihopTtl == other.multihopTtl
        && ttlSecurityHops.equals(other.ttlSecurityHops)
        && passive == other.passive
        && password.equals(other.password)
        && role.equals(other.role)
        && roleStrict == other.roleStrict
        && delayOpen.equals(other.delayOpen)
        && advertisementInterval.equals(other.advertisementInterval)
        && addPath == other.addPath
        && addPathReceive == other.addPathReceive
        && longLivedRestart.equals(other.longLivedRestart)
        && sendHold.equals(other.sendHold)
        && peerAsns.equals(other.peerAsns)
        && prefixLimit.equals(other.prefixLimit)
        && range.equals(other.range);
  }

  @Override
  public int hashCode() {
    return Objects.hash(instance, peer, peerAddress, peerPort, peerAsn);
  }

  @Override
  public String toString() {
    return id()
        + " (AS "
        + localAsn
        + " to "
        + peerAddress
        + ":"
        + peerPort
        + " AS "
        + peerAsn
        + ")";
  }

  /** Collects what a session needs. */
  public static final class Builder implements Cloneable {
    private final BgpInstance instance;
    private String peer;
    private IpAddress peerAddress;
    private @Nullable String zone;
    private int peerPort = 179;
    private long peerAsn;
    private PeerType peerType = PeerType.ANY;
    private long localAsn;
    private @Nullable IpAddress localAddress;
    private @Nullable String sourceInterface;
    private @Nullable String device;
    private BgpTimers timers = BgpTimers.DEFAULT;
    private EnumSet<AddressFamily> families = EnumSet.allOf(AddressFamily.class);
    private GracefulRestart gracefulRestart = GracefulRestart.OFF;
    private int multihopTtl = 1;
    private OptionalInt ttlSecurityHops = OptionalInt.empty();
    private boolean passive;
    private @Nullable Secret password;
    private @Nullable BgpRole role;
    private boolean roleStrict;
    private Duration delayOpen = Duration.ZERO;
    private @Nullable Duration sendHold;
    private SortedSet<Long> peerAsns = new TreeSet<>();
    private Duration advertisementInterval = Duration.ZERO;
    private boolean addPath;
    private boolean addPathReceive;
    private OptionalInt longLivedRestart = OptionalInt.empty();
    private @Nullable BfdProfile bfd;
    private @Nullable TcpAo tcpAo;
    private @Nullable TargetId range;
    private OptionalInt prefixLimit = OptionalInt.empty();

    private Builder(BgpInstance instance, String peer, IpAddress peerAddress) {
      this.instance = instance;
      this.peer = peer;
      this.peerAddress = peerAddress;
    }

    /** Every field, also those that are added later; none of them is ever changed in place. */
    private Builder copy() {
      try {
        return (Builder) clone();
      } catch (CloneNotSupportedException e) {
        throw new IllegalStateException(e);
      }
    }

    public Builder zone(String value) {
      zone = value;
      return this;
    }

    /** Default 179. */
    public Builder peerPort(int value) {
      if (value < 1 || value > 65535) {
        throw new IllegalArgumentException("peer port must be 1 to 65535 but was " + value);
      }
      peerPort = value;
      return this;
    }

    /** Default 0: any. */
    public Builder peerAsn(long value) {
      if (value < 0 || value > 0xffffffffL) {
        throw new IllegalArgumentException("peer ASN must be 0 to 4294967295 but was " + value);
      }
      peerAsn = value;
      return this;
    }

    /** Default: none in particular; has no effect beside a peer ASN. */
    public Builder peerAsns(Collection<Long> value) {
      peerAsns = new TreeSet<>(value);
      return this;
    }

    /** Default {@link PeerType#ANY}; has no effect beside a peer ASN. */
    public Builder peerType(PeerType value) {
      peerType = value;
      return this;
    }

    /** Default: the instance's. */
    public Builder localAsn(long value) {
      if (value < 1 || value > 0xffffffffL) {
        throw new IllegalArgumentException("local ASN must be 1 to 4294967295 but was " + value);
      }
      localAsn = value;
      return this;
    }

    /** Must have the family of the peer address. */
    public Builder localAddress(IpAddress value) {
      if (value.family() != peerAddress.family()) {
        throw new IllegalArgumentException(
            "local address "
                + value
                + " and peer address "
                + peerAddress
                + " are of different families");
      }
      localAddress = value;
      return this;
    }

    public Builder sourceInterface(String value) {
      sourceInterface = value;
      return this;
    }

    /** Default: none. */
    public Builder device(String value) {
      device = value;
      return this;
    }

    /** Default {@link BgpTimers#DEFAULT}. */
    public Builder timers(BgpTimers value) {
      timers = value;
      return this;
    }

    /** Default both; at least one. */
    public Builder families(Collection<AddressFamily> value) {
      families = EnumSet.copyOf(value);
      return this;
    }

    /** Default off. */
    public Builder gracefulRestart(GracefulRestart value) {
      gracefulRestart = value;
      return this;
    }

    /** Default 1. */
    public Builder multihopTtl(int value) {
      if (value < 1 || value > 255) {
        throw new IllegalArgumentException("multihop TTL must be 1 to 255 but was " + value);
      }
      multihopTtl = value;
      return this;
    }

    /** Default: no TTL security. 1 to 254. */
    public Builder ttlSecurityHops(int value) {
      if (value < 1 || value > 254) {
        throw new IllegalArgumentException("TTL security hops must be 1 to 254 but was " + value);
      }
      ttlSecurityHops = OptionalInt.of(value);
      return this;
    }

    /** Default false. */
    public Builder passive(boolean value) {
      passive = value;
      return this;
    }

    public Builder password(Secret value) {
      password = value;
      return this;
    }

    /** Default: none is stated. */
    public Builder role(BgpRole value) {
      role = value;
      return this;
    }

    /** Default false. */
    public Builder roleStrict(boolean value) {
      roleStrict = value;
      return this;
    }

    /** Default zero. */
    public Builder delayOpen(Duration value) {
      if (value.isNegative()) {
        throw new IllegalArgumentException("a delay cannot be negative but was " + value);
      }
      delayOpen = value;
      return this;
    }

    /** Default: 8 minutes, or twice the hold time where that is more. */
    public Builder sendHold(Duration value) {
      if (value.isNegative() || value.isZero()) {
        throw new IllegalArgumentException("a send hold time is positive but was " + value);
      }
      sendHold = value;
      return this;
    }

    /** Default zero. */
    public Builder advertisementInterval(Duration value) {
      if (value.isNegative()) {
        throw new IllegalArgumentException("an interval cannot be negative but was " + value);
      }
      advertisementInterval = value;
      return this;
    }

    /** Default false. */
    public Builder addPath(boolean value) {
      addPath = value;
      return this;
    }

    /** Default false. */
    public Builder addPathReceive(boolean value) {
      addPathReceive = value;
      return this;
    }

    /** Default: none. 1 to 16777215 (some 194 days). */
    public Builder longLivedRestart(int value) {
      if (value < 1 || value > 0xffffff) {
        throw new IllegalArgumentException(
            "a long-lived stale time is 1 to 16777215 s but was " + value);
      }
      longLivedRestart = OptionalInt.of(value);
      return this;
    }

    /** Default: no BFD. */
    public Builder bfd(BfdProfile value) {
      bfd = value;
      return this;
    }

    /** Default: none. */
    Builder range(TargetId value) {
      range = value;
      return this;
    }

    /** Default: none. Not beside a password. */
    public Builder tcpAo(TcpAo value) {
      tcpAo = value;
      return this;
    }

    /** Default: none. 1 or more. */
    public Builder prefixLimit(int value) {
      if (value < 1) {
        throw new IllegalArgumentException("a prefix limit is 1 or more but was " + value);
      }
      prefixLimit = OptionalInt.of(value);
      return this;
    }

    public BgpSession build() {
      return new BgpSession(this);
    }
  }
}
