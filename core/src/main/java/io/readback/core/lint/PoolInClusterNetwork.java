package io.readback.core.lint;

import io.readback.core.model.AddressBlock;
import io.readback.core.model.ProblemCode;
import io.readback.core.model.Service;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Pools that overlap pod networks or hold cluster addresses of Services. */
final class PoolInClusterNetwork implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    TreeMap<IpAddress, Service> clusterIps = new TreeMap<>();
    for (Service service : input.state().services().values()) {
      for (IpAddress address : service.clusterIps()) {
        clusterIps.merge(address, service, (a, b) -> a.ref().compareTo(b.ref()) <= 0 ? a : b);
      }
    }
    List<ClusterNode> nodes = ClusterNode.all(input.state());
    for (PoolBlocks pool : PoolBlocks.all(input.state())) {
      for (int i = 0; i < pool.blocks().size(); i++) {
        AddressBlock block = pool.blocks().get(i);
        List<String> clashes = new ArrayList<>();
        podNetwork(block, nodes).ifPresent(clashes::add);
        Map.Entry<IpAddress, Service> first = clusterIps.ceilingEntry(block.start());
        if (first != null && block.contains(first.getKey())) {
          clashes.add(
              "the cluster address " + first.getKey() + " of Service " + first.getValue().ref());
        }
        if (!clashes.isEmpty()) {
          findings.add(
              ProblemCode.POOL_IN_CLUSTER_NETWORK,
              pool.pool(),
              pool.origin(),
              pool.field(i),
              "the block " + block + " overlaps " + String.join(" and ", clashes),
              "Give the pool a network of its own");
        }
      }
    }
  }

  private static Optional<String> podNetwork(AddressBlock block, List<ClusterNode> nodes) {
    for (ClusterNode node : nodes) {
      for (IpPrefix prefix : node.podCidrs()) {
        if (block.overlaps(AddressBlock.of(prefix))) {
          return Optional.of("the pod network " + prefix + " of node " + node.name());
        }
      }
    }
    return Optional.empty();
  }
}
