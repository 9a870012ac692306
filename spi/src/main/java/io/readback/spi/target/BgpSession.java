package io.readback.spi.target;

import io.readback.spi.Secret;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session of one instance with one peer. Made by {@link #builder}; the defaults stand at its
 * methods.
 */
public final class BgpSession implements TargetSpec {
  private final BgpInstance instance;
  private final String peer;
  private final IpAddress peerAddress;
  private final Optional<String> zone;
  private final int peerPort;
  private final long peerAsn;
  private final Optional<IpAddress> localAddress;
  private final Optional<String> sourceInterface;
  private final BgpTimers timers;
  private final List<AddressFamily> families;
  private final GracefulRestart gracefulRestart;
  private final int multihopTtl;
  private final boolean passive;
  private final Optional<Secret> password;

  private BgpSession(Builder b) {
    instance = b.instance;
    peer = b.peer;
    peerAddress = b.peerAddress;
    zone = Optional.ofNullable(b.zone);
    peerPort = b.peerPort;
    peerAsn = b.peerAsn;
    localAddress = Optional.ofNullable(b.localAddress);
    sourceInterface = Optional.ofNullable(b.sourceInterface);
    timers = b.timers;
    families = List.copyOf(b.families);
    gracefulRestart = b.gracefulRestart;
    multihopTtl = b.multihopTtl;
    passive = b.passive;
    password = Optional.ofNullable(b.password);
  }

  public static Builder builder(BgpInstance instance, String peer, IpAddress peerAddress) {
    return new Builder(instance, peer, peerAddress);
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

  /** The zone (interface) of a link-local peer address. */
  public Optional<String> zone() {
    return zone;
  }

  public int peerPort() {
    return peerPort;
  }

  /** The AS number the peer must open with; 0: any. */
  public long peerAsn() {
    return peerAsn;
  }

  /** The address to connect from; empty: the system chooses. */
  public Optional<IpAddress> localAddress() {
    return localAddress;
  }

  /** The interface whose address to connect from. */
  public Optional<String> sourceInterface() {
    return sourceInterface;
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

  /** Whether to wait for the peer to connect. */
  public boolean passive() {
    return passive;
  }

  /** TCP MD5 password (RFC 2385). */
  public Optional<Secret> password() {
    return password;
  }

  /** Whether the peer is known to be internal: the same AS on both sides. */
  public boolean internal() {
    return peerAsn == instance.localAsn();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof BgpSession other
        && instance.equals(other.instance)
        && peer.equals(other.peer)
        && peerAddress.equals(other.peerAddress)
        && zone.equals(other.zone)
        && peerPort == other.peerPort
        && peerAsn == other.peerAsn
        && localAddress.equals(other.localAddress)
        && sourceInterface.equals(other.sourceInterface)
        && timers.equals(other.timers)
        && families.equals(other.families)
        && gracefulRestart.equals(other.gracefulRestart)
        && multihopTtl == other.multihopTtl
        && passive == other.passive
        && password.equals(other.password);
  }

  @Override
  public int hashCode() {
    return Objects.hash(instance, peer, peerAddress, peerPort, peerAsn);
  }

  @Override
  public String toString() {
    return id()
        + " (AS "
        + instance.localAsn()
        + " to "
        + peerAddress
        + ":"
        + peerPort
        + " AS "
        + peerAsn
        + ")";
  }

  /** Collects what a session needs. */
  public static final class Builder {
    private final BgpInstance instance;
    private final String peer;
    private final IpAddress peerAddress;
    private @Nullable String zone;
    private int peerPort = 179;
    private long peerAsn;
    private @Nullable IpAddress localAddress;
    private @Nullable String sourceInterface;
    private BgpTimers timers = BgpTimers.DEFAULT;
    private EnumSet<AddressFamily> families = EnumSet.allOf(AddressFamily.class);
    private GracefulRestart gracefulRestart = GracefulRestart.OFF;
    private int multihopTtl = 1;
    private boolean passive;
    private @Nullable Secret password;

    private Builder(BgpInstance instance, String peer, IpAddress peerAddress) {
      this.instance = instance;
      this.peer = peer;
      this.peerAddress = peerAddress;
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

    /** Default false. */
    public Builder passive(boolean value) {
      passive = value;
      return this;
    }

    public Builder password(Secret value) {
      password = value;
      return this;
    }

    public BgpSession build() {
      return new BgpSession(this);
    }
  }
}
