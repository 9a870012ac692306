package io.readback.app.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.HostFacts;
import io.readback.core.model.HostFacts.DefaultRoute;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelRoutesTest {
  private static final List<String> IPV4 =
      List.of(
          "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT",
          "eth1\t00000000\t0400A8C0\t0003\t0\t0\t200\t00000000\t0\t0\t0",
          "eth0\t00000000\t0300A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0",
          "eth0\t0000A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0",
          "eth0\t00000000\t0900A8C0\t0003\t0\t0\t5\t00000080\t0\t0\t0",
          "tun0\t00000000\t00000000\t0001\t0\t0\t1\t00000000\t0\t0\t0",
          "what is this");

  private static final List<String> IPV6 =
      List.of(
          "00000000000000000000000000000000 00 00000000000000000000000000000000 00"
              + " fd0000000000000000aa00bb00cc0135 00000400 00000001 00000000 00000003     eth0",
          "00000000000000000000000000000000 00 00000000000000000000000000000000 00"
              + " fe800000000000000000000000000001 00000064 00000001 00000000 00000003     eth1",
          "fd000000000000000000000000000000 40 00000000000000000000000000000000 00"
              + " 00000000000000000000000000000000 00000100 00000001 00000000 00000001     eth0",
          "00000000000000000000000000000000 00 00000000000000000000000000000000 00"
              + " 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo",
          "broken");

  @Test
  void ipv4_routesOfTheKernel_givesDefaultRoutesByGateways() {
    assertThat(KernelRoutes.ipv4(IPV4, link -> true))
        .containsExactly(
            new DefaultRoute(IpAddress.parse("192.168.0.4"), 200),
            new DefaultRoute(IpAddress.parse("192.168.0.3"), 100));
    assertThat(KernelRoutes.ipv4(IPV4, "eth1"::equals))
        .containsExactly(new DefaultRoute(IpAddress.parse("192.168.0.4"), 200));
  }

  @Test
  void ipv6_routesOfTheKernel_givesDefaultRoutesByGateways() {
    assertThat(KernelRoutes.ipv6(IPV6, link -> true))
        .containsExactly(
            new DefaultRoute(IpAddress.parse("fd00::aa:bb:cc:135"), 1024),
            new DefaultRoute(IpAddress.parse("fe80::1"), 100));
  }

  @Test
  void defaultGateway_lowestMetricCountsAndLinkLocalOnesDoNot() {
    HostFacts facts =
        new HostFacts(
            List.of(
                new DefaultRoute(IpAddress.parse("192.168.0.4"), 200),
                new DefaultRoute(IpAddress.parse("192.168.0.3"), 100),
                new DefaultRoute(IpAddress.parse("192.168.0.9"), 100),
                new DefaultRoute(IpAddress.parse("fe80::1"), 1)),
            new TreeMap<>());
    assertThat(facts.defaultGateway(AddressFamily.IPV4)).contains(IpAddress.parse("192.168.0.3"));
    assertThat(facts.defaultGateway(AddressFamily.IPV6)).isEmpty();
    assertThat(facts.hasOnlyLinkLocalGateways(AddressFamily.IPV6)).isTrue();
    assertThat(facts.hasOnlyLinkLocalGateways(AddressFamily.IPV4)).isFalse();
    assertThat(HostFacts.NONE.hasOnlyLinkLocalGateways(AddressFamily.IPV6)).isFalse();
  }

  @Test
  void read_thisMachine_hasItsLoopbackAndTheRoutesOfTheFiles(@TempDir Path procNet)
      throws IOException {
    Files.write(
        procNet.resolve("route"),
        List.of(IPV4.get(0), "lo\t00000000\t0300A8C0\t0003\t0\t0\t7\t00000000\t0\t0\t0"));
    try (LinuxHost host = new LinuxHost(procNet)) {
      HostFacts facts = host.read();
      assertThat(facts.interfaces().get("lo")).contains(IpAddress.parse("127.0.0.1"));
      assertThat(facts.defaultRoutes())
          .containsExactly(new DefaultRoute(IpAddress.parse("192.168.0.3"), 7));
    }
  }
}
