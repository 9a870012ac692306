package io.readback.core.manifest;

import io.readback.core.model.NodeNetwork;
import io.readback.core.model.Origin;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** CiliumNode: addresses and pod networks. Its many other fields have no part here. */
final class NodeNetworkReader {
  private NodeNetworkReader() {}

  static Optional<NodeNetwork> read(Metadata metadata, FieldReader object, Origin origin) {
    object.skip("apiVersion", "kind", "metadata", "status");
    List<IpAddress> internal = new ArrayList<>();
    List<IpAddress> external = new ArrayList<>();
    List<IpPrefix> podCidrs = new ArrayList<>();
    SortedMap<String, List<IpPrefix>> poolCidrs = new TreeMap<>();
    Optional<FieldReader> spec = object.object("spec");
    if (spec.isPresent()) {
      for (FieldReader entry : spec.get().objects("addresses")) {
        String type = entry.text("type").orElse("");
        Optional<IpAddress> ip = entry.address("ip");
        entry.finish();
        if (type.equals("InternalIP")) {
          ip.ifPresent(internal::add);
        } else if (type.equals("ExternalIP")) {
          ip.ifPresent(external::add);
        }
      }
      Optional<FieldReader> ipam = spec.get().object("ipam");
      if (ipam.isPresent()) {
        ipam.get().items("podCIDRs").forEach(item -> item.prefix().ifPresent(podCidrs::add));
        ipam.get().object("pools").ifPresent(pools -> allocated(pools, poolCidrs));
      }
    }
    return Optional.of(
        new NodeNetwork(
            metadata.name(), metadata.labels(), internal, external, podCidrs, poolCidrs, origin));
  }

  private static void allocated(FieldReader pools, SortedMap<String, List<IpPrefix>> poolCidrs) {
    for (FieldReader entry : pools.objects("allocated")) {
      Optional<String> pool = entry.requiredText("pool");
      List<IpPrefix> cidrs = new ArrayList<>();
      entry.items("cidrs").forEach(item -> item.prefix().ifPresent(cidrs::add));
      entry.finish();
      pool.ifPresent(p -> poolCidrs.computeIfAbsent(p, n -> new ArrayList<>()).addAll(cidrs));
    }
  }
}
