package io.readback.bgp.rib;

import io.readback.bgp.codec.AttributeBlock;
import io.readback.bgp.codec.CodecContext;
import io.readback.bgp.codec.Framing;
import io.readback.bgp.codec.Nlri;
import io.readback.bgp.codec.UpdateFrame;
import io.readback.bgp.message.Family;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Path;
import io.readback.spi.target.BgpRole;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How our routes are written for a session. Sessions that are equal in this share encoded messages.
 *
 * @param internal whether the peer is of our AS: LOCAL_PREF goes out, our AS number is not
 *     prepended
 * @param fourOctetAs RFC 6793
 * @param localAddress our end of the session, the next hop of our own routes
 * @param globalAddress where that is link-local, the global address of the same link: it then goes
 *     first in a next hop of both (RFC 2545 section 3)
 * @param ipv4OverIpv6 whether RFC 8950 was agreed for IPv4 unicast
 * @param families agreed families
 * @param maxLength the longest message in octets, header included
 * @param enhancedRefresh whether a refresh is framed by BoRR and EoRR (RFC 7313)
 * @param role our role (RFC 9234), which tells whether ONLY_TO_CUSTOMER goes along
 * @param addPath families whose prefixes go out with path identifiers (RFC 7911)
 */
public record RouteEncoding(
    long localAsn,
    boolean internal,
    boolean fourOctetAs,
    IpAddress localAddress,
    Optional<IpAddress> globalAddress,
    boolean ipv4OverIpv6,
    List<AddressFamily> families,
    int maxLength,
    boolean enhancedRefresh,
    Optional<BgpRole> role,
    List<AddressFamily> addPath) {
  /** Octets of a path identifier. */
  private static final int ID_OCTETS = 4;

  public RouteEncoding {
    families = List.copyOf(families);
    addPath = List.copyOf(addPath);
  }

  /** The local address alone is the next hop. */
  public RouteEncoding(
      long localAsn,
      boolean internal,
      boolean fourOctetAs,
      IpAddress localAddress,
      boolean ipv4OverIpv6,
      List<AddressFamily> families,
      int maxLength,
      boolean enhancedRefresh,
      Optional<BgpRole> role,
      List<AddressFamily> addPath) {
    this(
        localAsn,
        internal,
        fourOctetAs,
        localAddress,
        Optional.empty(),
        ipv4OverIpv6,
        families,
        maxLength,
        enhancedRefresh,
        role,
        addPath);
  }

  /** Messages of 4096 octets, no BoRR and EoRR, no role. */
  public RouteEncoding(
      long localAsn,
      boolean internal,
      boolean fourOctetAs,
      IpAddress localAddress,
      boolean ipv4OverIpv6,
      List<AddressFamily> families) {
    this(
        localAsn,
        internal,
        fourOctetAs,
        localAddress,
        ipv4OverIpv6,
        families,
        Framing.MAX_LENGTH,
        false,
        Optional.empty(),
        List.of());
  }

  /** How a path goes out, or that it does not. */
  sealed interface Form permits Framed, Rejection {}

  /** The frame of its announcements. */
  record Framed(UpdateFrame frame) implements Form {}

  /** Why a path cannot be announced on this session. */
  record Rejection(String reason) implements Form {}

  /** The frame of announcements of {@code path}, or why there is none. */
  Form announce(AddressFamily family, Path path) {
    IpAddress nextHop = nextHop(path);
    if (family == AddressFamily.IPV4 && nextHop.isIpv6() && !ipv4OverIpv6) {
      return new Rejection(
          "the next hop "
              + nextHop
              + " is IPv6 and the peer did not agree to IPv4 routes with IPv6 next hops (RFC"
              + " 8950)");
    }
    AttributeBlock block = block(family, path, codec(fourOctetAs));
    UpdateFrame frame = UpdateFrame.announce(block, maxLength);
    if (frame.room() < Nlri.MAX_OCTETS + ID_OCTETS) {
      return new Rejection(
          "its attributes take "
              + block.octets()
              + " octets and leave no room for a prefix in a message of "
              + maxLength);
    }
    return new Framed(frame);
  }

  private IpAddress nextHop(Path path) {
    return path.nextHops().get(0) instanceof NextHop.Address fixed
        ? fixed.address()
        : globalAddress.orElse(localAddress);
  }

  /** The second address of a next hop that is ourselves. */
  private Optional<IpAddress> linkLocal(Path path) {
    boolean self = !(path.nextHops().get(0) instanceof NextHop.Address);
    return self && globalAddress.isPresent() ? Optional.of(localAddress) : Optional.empty();
  }

  private AttributeBlock block(AddressFamily family, Path path, CodecContext codec) {
    IpAddress nextHop = nextHop(path);
    return AttributeBlock.encode(
        Family.unicast(family),
        path.attributes(),
        family == AddressFamily.IPV6 ? mapped(nextHop) : nextHop,
        linkLocal(path),
        codec);
  }

  /**
   * What of a prefix's path goes out: attributes, with 4-octet AS numbers whatever was agreed, by
   * path identifier. Without identifiers it is the first path, under 0. Paths that cannot be
   * announced on the session are not among them.
   */
  public Map<Long, AttributeBlock> told(AddressFamily family, Path path) {
    Map<Long, Path> paths = addPath.contains(family) ? PathIds.of(path) : Map.of(0L, path);
    Map<Long, AttributeBlock> out = new TreeMap<>();
    paths.forEach(
        (id, single) -> {
          if (announce(family, single) instanceof Framed) {
            out.put(id, block(family, single, codec(true)));
          }
        });
    return out;
  }

  private CodecContext codec(boolean fourOctets) {
    CodecContext.Builder codec =
        internal ? CodecContext.ibgp(localAsn) : CodecContext.ebgp(localAsn, 0);
    role.ifPresent(codec::role);
    return codec
        .fourOctetAs(fourOctets)
        .extendedNextHop(ipv4OverIpv6 ? List.of(Family.IPV4_UNICAST) : List.of())
        .build();
  }

  /** The address as an IPv6 next hop: IPv4 as ::ffff:a.b.c.d. */
  private static IpAddress mapped(IpAddress address) {
    return address.isIpv6()
        ? address
        : IpAddress.ofBits(
            AddressFamily.IPV6, 0, 0xffff00000000L | (address.ipv4Value() & 0xffffffffL));
  }

  /** The frame of withdrawals of {@code family}. */
  UpdateFrame withdraw(AddressFamily family) {
    return UpdateFrame.withdraw(Family.unicast(family), maxLength);
  }
}
