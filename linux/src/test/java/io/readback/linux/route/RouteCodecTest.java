package io.readback.linux.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class RouteCodecTest {
  private static RouteKey key(int table, String prefix, int metric) {
    return new RouteKey(table, IpPrefix.parse(prefix), metric);
  }

  /** Put together by hand from linux/rtnetlink.h. */
  @Test
  void create_ipv4RouteByOneGateway_hasTheKernelsBytes() {
    assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN);
    KernelRoute route =
        new KernelRoute(
            key(254, "192.0.2.1/32", 20),
            200,
            RouteType.UNICAST,
            List.of(RouteHop.via(IpAddress.parse("198.51.100.9"))));
    assertThat(Wire.hex(RouteCodec.create(route)))
        .isEqualTo(
            // header: length 52, RTM_NEWROUTE, REQUEST|CREATE|EXCL, sequence 7, port 0
            "34000000180001060700000000000000"
                // AF_INET /32, table 254, protocol 200, scope universe, unicast
                + "02200000fec8000100000000"
                + "08000100c0000201"
                + "0800060014000000"
                + "08000500c6336409");
  }

  @Test
  void create_tableAbove255_goesIntoAnAttributeOfItsOwn() {
    assumeTrue(ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN);
    KernelRoute route =
        new KernelRoute(key(1000, "192.0.2.0/24", 0), 200, RouteType.BLACKHOLE, List.of());
    assertThat(Wire.hex(RouteCodec.create(route)))
        .isEqualTo(
            "2c000000180001060700000000000000"
                + "0218000000c8000600000000"
                + "08000f00e8030000"
                + "08000100c0000200");
  }

  @Test
  void key_ipv6WithoutMetric_hasTheKernelsDefault() {
    assertThat(key(254, "2001:db8::1/128", 0)).isEqualTo(key(254, "2001:db8::1/128", 1024));
    assertThat(key(254, "192.0.2.1/32", 0)).isNotEqualTo(key(254, "192.0.2.1/32", 1024));
  }

  @Test
  void read_messageOfAnotherKind_isNone() {
    assertThat(RouteCodec.read(Wire.of(Link.list()))).isNull();
    assertThat(Link.read(Wire.of(NexthopCodec.list()))).isNull();
    assertThat(NexthopCodec.read(Wire.of(LinkAddress.list(AddressFamily.IPV6)))).isNull();
    assertThat(LinkAddress.read(Wire.of(Link.list()))).isNull();
  }

  @Property
  void route_writtenAndRead_isTheSame(@ForAll("routes") KernelRoute route) {
    assertThat(RouteCodec.read(Wire.of(RouteCodec.create(route)))).isEqualTo(route);
    assertThat(RouteCodec.read(Wire.of(RouteCodec.replace(route)))).isEqualTo(route);
  }

  @Property
  void nexthop_writtenAndRead_isTheSame(@ForAll("nexthops") Nexthop nexthop) {
    assertThat(NexthopCodec.read(Wire.of(NexthopCodec.create(nexthop)))).isEqualTo(nexthop);
  }

  @Provide
  Arbitrary<KernelRoute> routes() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 70_000),
            addresses(),
            Arbitraries.integers().between(0, 128),
            Arbitraries.integers().between(0, 5000),
            Arbitraries.integers().between(1, 255),
            hop().list().ofMinSize(0).ofMaxSize(8),
            Arbitraries.of(RouteType.class))
        .as(
            (table, address, length, metric, protocol, hops, type) -> {
              IpPrefix prefix =
                  IpPrefix.containing(address, Math.min(length, address.family().bits()));
              // the weight and flag of an only hop are not written
              List<RouteHop> kept =
                  hops.size() == 1
                      ? List.of(
                          new RouteHop(
                              hops.get(0).gateway(), hops.get(0).interfaceIndex() | 1, 1, false))
                      : hops;
              return new KernelRoute(new RouteKey(table, prefix, metric), protocol, type, kept);
            });
  }

  @Provide
  Arbitrary<Nexthop> nexthops() {
    Arbitrary<Integer> ids = Arbitraries.integers().between(1, Integer.MAX_VALUE);
    Arbitrary<Nexthop> single =
        Combinators.combine(ids, addresses(), ids)
            .as((id, gateway, oif) -> Nexthop.single(id, 200, gateway, oif));
    Arbitrary<Nexthop> group =
        Combinators.combine(
                ids,
                Combinators.combine(ids, Arbitraries.integers().between(1, 256))
                    .as(Nexthop.Member::new)
                    .list()
                    .ofMinSize(1)
                    .ofMaxSize(8)
                    .uniqueElements(Nexthop.Member::id),
                Combinators.combine(
                        Arbitraries.integers().between(1, 65_535),
                        Arbitraries.integers().between(0, 100_000),
                        Arbitraries.integers().between(0, 100_000))
                    .as(
                        (buckets, idle, unbalanced) ->
                            new Nexthop.Resilience(
                                buckets,
                                Duration.ofMillis(idle * 10L),
                                Duration.ofMillis(unbalanced * 10L)))
                    .optional())
            .as((id, members, resilience) -> Nexthop.group(id, 200, members, resilience));
    return Arbitraries.oneOf(single, group);
  }

  private static Arbitrary<RouteHop> hop() {
    return Combinators.combine(
            addresses().optional(),
            Arbitraries.integers().between(0, 1000),
            Arbitraries.integers().between(1, 256),
            Arbitraries.of(true, false))
        .as(RouteHop::new);
  }

  private static Arbitrary<IpAddress> addresses() {
    Arbitrary<IpAddress> ipv4 = Arbitraries.integers().map(IpAddress::ofIpv4);
    Arbitrary<IpAddress> ipv6 =
        Combinators.combine(Arbitraries.longs(), Arbitraries.longs())
            .as((high, low) -> IpAddress.ofBits(AddressFamily.IPV6, high, low));
    return Arbitraries.oneOf(ipv4, ipv6);
  }

  @Test
  void hops_withoutGateway_sortFirst() {
    List<RouteHop> hops = List.of(RouteHop.via(IpAddress.parse("192.0.2.1")), RouteHop.device(3));
    assertThat(new KernelRoute(key(1, "192.0.2.0/24", 0), 4, RouteType.UNICAST, hops).hops())
        .extracting(RouteHop::gateway)
        .containsExactly(Optional.empty(), Optional.of(IpAddress.parse("192.0.2.1")));
  }
}
