package io.readback.frr.show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.readback.frr.Samples;
import io.readback.router.json.JsonDocuments;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.plugin.PluginException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every answer of a real router: half of it is none, more of it is the same. */
class EverySampleTest {
  /** Reads one document to a value that has equality. */
  private interface Reader {
    Object read(JsonDocuments documents) throws PluginException;
  }

  private static Arguments sample(String name, Reader reader) {
    return Arguments.of(name, reader);
  }

  private static Reader neighbor(String address) {
    return d -> Neighbor.read(d, IpAddress.parse(address)).orElseThrow();
  }

  static Stream<Arguments> samples() {
    Reader summary = BgpSummary::read;
    Reader table = d -> BgpTable.read(d, p -> true);
    Reader rib = d -> RibTable.read(d, p -> true);
    Reader adjIn = d -> AdjRibIn.read(d, p -> true);
    return Stream.of(
        sample("frr-8.4/bgp-summary.json", summary),
        sample("frr-10.3/summary.json", summary),
        sample("frr-10.3/summary-maxpfx.json", summary),
        sample("frr-10.3/summary-shutdown.json", summary),
        sample("frr-8.4/bgp-ipv4-unicast.json", table),
        sample("frr-8.4/bgp-ipv6-unicast.json", table),
        sample("frr-8.4/bgp-longer-prefixes.json", table),
        sample("frr-8.4/requires-policy-table.json", table),
        sample("frr-8.4/stale-table.json", table),
        sample("frr-10.3/table.json", table),
        sample("frr-8.4/ip-route.json", rib),
        sample("frr-8.4/ip-route-bgp.json", rib),
        sample("frr-8.4/ip-route-prefix.json", rib),
        sample("frr-8.4/ipv6-route-bgp.json", rib),
        sample("frr-8.4/route-longer-prefixes.json", rib),
        sample("frr-8.4/static-wins-route.json", rib),
        sample("frr-8.4/static-loses-route.json", rib),
        sample("frr-8.4/zebra-filter-route.json", rib),
        sample("frr-8.4/kernel-route-removed-out-of-band.json", rib),
        sample("frr-8.4/stale-route.json", rib),
        sample("frr-10.3/rib.json", rib),
        sample("frr-8.4/neighbor.json", neighbor("10.99.0.13")),
        sample("frr-8.4/requires-policy-neighbor.json", neighbor("10.99.0.13")),
        sample("frr-8.4/maximum-prefix-neighbor.json", neighbor("10.99.0.13")),
        sample("frr-8.4/wrong-as-neighbor.json", neighbor("10.99.0.13")),
        sample("frr-8.4/shutdown-neighbor.json", neighbor("10.99.0.12")),
        sample("frr-8.4/never-up-neighbor.json", neighbor("10.99.0.77")),
        sample("frr-8.4/md5-mismatch-neighbor.json", neighbor("10.99.0.15")),
        sample("frr-8.4/stale-neighbor.json", neighbor("10.99.0.12")),
        sample("frr-10.3/neighbor.json", neighbor("10.99.0.13")),
        sample("frr-8.4/neighbor-received-routes.json", adjIn),
        sample("frr-8.4/neighbor-filtered-routes.json", adjIn),
        sample("frr-8.4/requires-policy-filtered.json", adjIn),
        sample("frr-8.4/no-soft-reconfig-received.json", adjIn),
        sample("frr-8.4/neighbor-unknown.json", adjIn),
        sample("frr-10.3/received.json", adjIn),
        sample("frr-10.3/filtered.json", adjIn),
        sample("frr-8.4/ip-prefix-list.json", PrefixLists::read),
        sample("frr-10.3/prefix-list.json", PrefixLists::read),
        sample("frr-8.4/route-map.json", RouteMaps::read),
        sample("frr-10.3/route-map.json", RouteMaps::read),
        sample("frr-8.4/peer-group.json", ListenRanges::read),
        sample("frr-10.3/peer-group.json", ListenRanges::read),
        sample(
            "frr-8.4/bgp-ipv4-prefix-ecmp3.json",
            d -> PathDetails.read(d, IpPrefix.parse("192.0.2.1/32"))),
        sample(
            "frr-8.4/stale-prefix.json", d -> PathDetails.read(d, IpPrefix.parse("192.0.2.1/32"))));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void read_cutAtEveryKilobyteAndNearTheEnd_isRefused(String name, Reader reader)
      throws PluginException {
    byte[] whole = Samples.bytes(name);
    Object value = reader.read(JsonDocuments.of(whole));
    int end = new String(whole, StandardCharsets.UTF_8).stripTrailing().length();
    TreeSet<Integer> cuts = new TreeSet<>();
    for (int at = 0; at < end; at += 1024) {
      cuts.add(at);
    }
    for (int at = Math.max(0, end - 100); at < end; at++) {
      cuts.add(at);
    }
    for (int cut : cuts) {
      byte[] part = Arrays.copyOf(whole, cut);
      // Policies are documents of several daemons: bgpd's may be whole when another's is cut.
      PluginException e =
          catchThrowableOfType(PluginException.class, () -> reader.read(JsonDocuments.of(part)));
      if (e == null) {
        assertThat(value)
            .as("cut after %d of %d", cut, end)
            .isInstanceOfAny(PrefixLists.class, RouteMaps.class);
        assertThat(reader.read(JsonDocuments.of(part))).isEqualTo(value);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void read_unknownFieldsBesideTheKnown_saysTheSame(String name, Reader reader)
      throws PluginException {
    String whole = Samples.text(name);
    String extended =
        whole.replaceAll(
            "\"(routerId|remoteAs|localAS|valid|protocol|ip|peerId|bgpState|sequenceNumber|type|"
                + "network|nextHop|tableVersion|warning|origin|entries|rules|dynamicRanges|count)\"\\s*:",
            "\"newThing\":{\"a\":[1,{\"b\":null}],\"c\":\"d\"},$0");

    assertThat(reader.read(JsonDocuments.of(extended.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(reader.read(JsonDocuments.of(whole.getBytes(StandardCharsets.UTF_8))));
  }
}
