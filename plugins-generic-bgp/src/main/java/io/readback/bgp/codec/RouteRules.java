package io.readback.bgp.codec;

import io.readback.bgp.message.Open;
import io.readback.bgp.message.Update;
import io.readback.bgp.message.UpdateAttributes;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.AsPath;
import io.readback.spi.target.BgpRole;
import java.util.Optional;
import java.util.OptionalLong;

/** What makes well-formed routes wrong or useless for this speaker. */
final class RouteRules {
  private RouteRules() {}

  /**
   * Whether a next hop is the address of a host (RFC 4271 section 6.3). A loopback address is one
   * only where the session itself is on loopback.
   */
  static boolean isHost(IpAddress address, CodecContext context) {
    boolean reserved =
        address.isIpv4() && (address.high() >>> 60 == 0xf || address.high() >>> 56 == 0);
    boolean elsewhere =
        address.isLoopback() && !context.localAddress().map(IpAddress::isLoopback).orElse(false);
    return !reserved && !elsewhere && !address.isUnspecified() && !address.isMulticast();
  }

  /** RFC 4271 section 6.3, where the context asks for it and the peer's AS is known. */
  static boolean firstAsFits(AsPath path, CodecContext context) {
    if (!context.enforceFirstAs() || !context.ebgp() || context.peerAs() == 0) {
      return true;
    }
    AsPath.Segment first = path.segments().isEmpty() ? null : path.segments().get(0);
    long expected =
        context.fourOctetAs() || context.peerAs() <= 0xffff ? context.peerAs() : Open.AS_TRANS;
    return first != null && !first.set() && first.asns().get(0) == expected;
  }

  /**
   * Why the routes stay out of use: RFC 4271 sections 6.3 and 9.1.2, RFC 4456, RFC 9234; empty:
   * they do not.
   */
  static Optional<String> ineligible(
      Update update, UpdateAttributes all, OptionalLong onlyToCustomer, CodecContext context) {
    if (all.path().asPath().contains(context.localAs())) {
      return Optional.of("our AS " + context.localAs() + " is in the AS_PATH");
    }
    if (update.reach().stream()
        .flatMap(r -> r.prefixes().stream())
        .allMatch(RouteRules::isMulticast)) {
      return Optional.of("the prefixes are multicast ones");
    }
    for (Update.Reach reach : update.reach()) {
      if (context.localAddress().equals(Optional.of(reach.nextHop()))) {
        return Optional.of("the next hop " + reach.nextHop() + " is our own address");
      }
    }
    if (context.localId().isPresent()) {
      if (all.originatorId().equals(context.localId())) {
        return Optional.of("we are the originator (ORIGINATOR_ID)");
      }
      if (all.clusterList().contains(context.localId().get())) {
        return Optional.of("our cluster is in the CLUSTER_LIST");
      }
    }
    return leak(onlyToCustomer, context);
  }

  /** Semantically wrong as a unicast route, and to be ignored (RFC 4271 section 6.3). */
  private static boolean isMulticast(IpPrefix prefix) {
    return !prefix.isIpv6()
        ? prefix.length() >= 4 && prefix.high() >>> 60 == 0xe
        : prefix.length() >= 8 && prefix.high() >>> 56 == 0xff;
  }

  /** Whether ONLY_TO_CUSTOMER shows a route leak (RFC 9234 section 5, ingress). */
  private static Optional<String> leak(OptionalLong onlyToCustomer, CodecContext context) {
    if (onlyToCustomer.isEmpty() || context.role().isEmpty() || !context.ebgp()) {
      return Optional.empty();
    }
    long asn = onlyToCustomer.getAsLong();
    BgpRole peer = context.role().get().opposite();
    boolean leak =
        switch (peer) {
          case CUSTOMER, ROUTE_SERVER_CLIENT -> true;
          case PEER -> context.peerAs() != 0 && asn != context.peerAs();
          case PROVIDER, ROUTE_SERVER -> false;
        };
    return leak
        ? Optional.of(
            "a route leak: ONLY_TO_CUSTOMER " + asn + " from the peer, our " + peer + " (RFC 9234)")
        : Optional.empty();
  }
}
