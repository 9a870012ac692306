package io.readback.core.plan;

import io.readback.core.model.HostFacts;
import io.readback.core.model.Labels;
import io.readback.core.model.Node;
import io.readback.core.model.NodeNetwork;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a node; the CiliumNode counts before the Node.
 *
 * @param podCidrs per family those of the CiliumNode, else those of the Node
 * @param poolCidrs pod networks by the pool they come from
 * @param host what its machine says; only of the node that this agent runs on
 */
record NodeFacts(
    String name,
    Labels labels,
    List<IpAddress> internalIps,
    List<IpPrefix> podCidrs,
    SortedMap<String, List<IpPrefix>> poolCidrs,
    Optional<HostFacts> host) {
  static NodeFacts of(
      String name, @Nullable Node node, @Nullable NodeNetwork network, Optional<HostFacts> host) {
    SortedMap<String, String> labels = new TreeMap<>();
    Set<IpAddress> addresses = new LinkedHashSet<>();
    List<IpPrefix> podCidrs = new ArrayList<>();
    if (node != null) {
      labels.putAll(node.labels().values());
    }
    if (network != null) {
      labels.putAll(network.labels().values());
      addresses.addAll(network.internalIps());
      podCidrs.addAll(network.podCidrs());
    }
    if (node != null) {
      addresses.addAll(node.internalIps());
      for (AddressFamily family : AddressFamily.values()) {
        if (podCidrs.stream().noneMatch(c -> c.family() == family)) {
          node.podCidrs().stream().filter(c -> c.family() == family).forEach(podCidrs::add);
        }
      }
    }
    return new NodeFacts(
        name,
        Labels.of(labels),
        List.copyOf(addresses),
        List.copyOf(podCidrs),
        network == null ? new TreeMap<>() : network.poolCidrs(),
        host);
  }

  List<IpPrefix> podCidrsOf(String pool) {
    return poolCidrs.getOrDefault(pool, List.of());
  }

  /** The addresses of an interface that is up; empty where that is not known. */
  Set<IpAddress> addressesOn(String interfaceName) {
    return host.map(HostFacts::interfaces)
        .<Set<IpAddress>>map(i -> i.get(interfaceName))
        .orElse(Set.of());
  }

  /** The configured one, the node's IPv4 address, or a number made of the node's name. */
  IpAddress bgpIdentifier(Optional<IpAddress> configured) {
    return configured
        .or(() -> internalIp(AddressFamily.IPV4))
        .orElseGet(
            () -> {
              CRC32 hash = new CRC32();
              hash.update(name.getBytes(StandardCharsets.UTF_8));
              return IpAddress.ofIpv4(hash.getValue() == 0 ? 1 : (int) hash.getValue());
            });
  }

  Optional<IpAddress> internalIp(AddressFamily family) {
    return internalIps.stream().filter(a -> a.family() == family).findFirst();
  }
}
