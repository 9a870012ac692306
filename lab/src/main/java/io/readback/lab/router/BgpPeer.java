package io.readback.lab.router;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One neighbour of a router. The defaults give an active eBGP or iBGP session for IPv4 unicast on
 * port 179.
 *
 * @param neighbor the other end's address
 * @param remoteAs the other end's AS number
 * @param localAddress this end's address, or null for the router's choice
 * @param remotePort the other end's port
 * @param families IPv4, IPv6 or both
 * @param passive waits for the other end to connect
 * @param holdTime seconds
 * @param extendedNextHop IPv4 routes with IPv6 next hops, RFC 8950
 * @param restartTime seconds of graceful restart to ask for, 0 for none
 * @param multihop the other end is more than one hop away
 * @param password of TCP MD5 (RFC 2385)
 * @param ttlSecurity RFC 5082, one hop
 * @param role this end's role (RFC 9234): {@code provider}, {@code customer}, {@code peer}
 * @param twoOctetAs does not speak AS numbers of four octets (RFC 6793)
 * @param extendedMessages RFC 8654, for routers that do not offer it by themselves
 * @param addPath takes several paths of a prefix (RFC 7911), for routers that do not offer it by
 *     themselves
 * @param longLivedTime seconds for which routes outlive the restart time (RFC 9494), 0 for none;
 *     needs {@code restartTime}
 * @param bfd watches the other end by BFD; over several hops where {@code multihop} is set
 * @param prefixLimit prefixes of each family to take at most, 0 for any number
 */
public record BgpPeer(
    String neighbor,
    long remoteAs,
    @Nullable String localAddress,
    int remotePort,
    List<Family> families,
    boolean passive,
    int holdTime,
    boolean extendedNextHop,
    int restartTime,
    boolean multihop,
    @Nullable String password,
    boolean ttlSecurity,
    @Nullable String role,
    boolean twoOctetAs,
    boolean extendedMessages,
    boolean addPath,
    int longLivedTime,
    boolean bfd,
    int prefixLimit) {

  /** An address family, unicast. */
  public enum Family {
    IPV4,
    IPV6;

    /** The family of a prefix or an address. */
    public static Family of(String prefix) {
      return prefix.indexOf(':') >= 0 ? IPV6 : IPV4;
    }

    /** {@code ipv4} or {@code ipv6}, as every router calls it. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public BgpPeer {
    families = List.copyOf(families);
  }

  public static Builder to(String neighbor, long remoteAs) {
    return new Builder(neighbor, remoteAs);
  }

  /** Collects what differs from the defaults. */
  public static final class Builder {
    private final String neighbor;
    private final long remoteAs;
    private @Nullable String localAddress;
    private int remotePort = 179;
    private List<Family> families = List.of(Family.IPV4);
    private boolean passive;
    private int holdTime = 90;
    private boolean extendedNextHop;
    private int restartTime;
    private boolean multihop;
    private @Nullable String password;
    private boolean ttlSecurity;
    private @Nullable String role;
    private boolean twoOctetAs;
    private boolean extendedMessages;
    private boolean addPath;
    private int longLivedTime;
    private boolean bfd;
    private int prefixLimit;

    private Builder(String neighbor, long remoteAs) {
      this.neighbor = neighbor;
      this.remoteAs = remoteAs;
    }

    public Builder localAddress(String address) {
      localAddress = address;
      return this;
    }

    public Builder remotePort(int port) {
      remotePort = port;
      return this;
    }

    public Builder families(Family... some) {
      families = List.of(some);
      return this;
    }

    public Builder passive() {
      passive = true;
      return this;
    }

    public Builder holdTime(int seconds) {
      holdTime = seconds;
      return this;
    }

    public Builder extendedNextHop() {
      extendedNextHop = true;
      return this;
    }

    public Builder restartTime(int seconds) {
      restartTime = seconds;
      return this;
    }

    public Builder multihop() {
      multihop = true;
      return this;
    }

    public Builder password(String secret) {
      password = secret;
      return this;
    }

    public Builder ttlSecurity() {
      ttlSecurity = true;
      return this;
    }

    public Builder role(String name) {
      role = name;
      return this;
    }

    public Builder twoOctetAs() {
      twoOctetAs = true;
      return this;
    }

    public Builder extendedMessages() {
      extendedMessages = true;
      return this;
    }

    public Builder addPath() {
      addPath = true;
      return this;
    }

    public Builder longLivedTime(int seconds) {
      longLivedTime = seconds;
      return this;
    }

    public Builder bfd() {
      bfd = true;
      return this;
    }

    public Builder prefixLimit(int prefixes) {
      prefixLimit = prefixes;
      return this;
    }

    public BgpPeer build() {
      return new BgpPeer(
          neighbor,
          remoteAs,
          localAddress,
          remotePort,
          families,
          passive,
          holdTime,
          extendedNextHop,
          restartTime,
          multihop,
          password,
          ttlSecurity,
          role,
          twoOctetAs,
          extendedMessages,
          addPath,
          longLivedTime,
          bfd,
          prefixLimit);
    }
  }
}
