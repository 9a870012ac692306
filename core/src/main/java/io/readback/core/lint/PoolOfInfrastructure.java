package io.readback.core.lint;

import io.readback.core.model.AddressBlock;
import io.readback.core.model.ProblemCode;
import io.readback.core.model.RouterConfig;
import io.readback.spi.net.IpAddress;
import java.util.Map;
import java.util.TreeMap;

/** Pools that hold addresses of nodes, peers or routers. */
final class PoolOfInfrastructure implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    TreeMap<IpAddress, String> taken = taken(input);
    for (PoolBlocks pool : PoolBlocks.all(input.state())) {
      for (int i = 0; i < pool.blocks().size(); i++) {
        AddressBlock block = pool.blocks().get(i);
        Map<IpAddress, String> inside = taken.subMap(block.start(), true, block.stop(), true);
        if (!inside.isEmpty()) {
          Map.Entry<IpAddress, String> first = inside.entrySet().iterator().next();
          findings.add(
              ProblemCode.POOL_HOLDS_INFRASTRUCTURE,
              pool.pool(),
              pool.origin(),
              pool.field(i),
              "the block "
                  + block
                  + " holds "
                  + first.getKey()
                  + ", the address of "
                  + first.getValue()
                  + (inside.size() > 1
                      ? ", and " + (inside.size() - 1) + " more of that sort"
                      : ""),
              "Leave it out of the pool");
        }
      }
    }
  }

  private static TreeMap<IpAddress, String> taken(LintInput input) {
    TreeMap<IpAddress, String> taken = new TreeMap<>();
    for (PlannedPeer peer : input.peers()) {
      taken.put(peer.session().peerAddress(), "peer " + peer.session().peer());
    }
    for (RouterConfig router : input.state().routers().values()) {
      router.addresses().forEach(a -> taken.put(a, "router " + router.name()));
    }
    for (ClusterNode node : ClusterNode.all(input.state())) {
      node.addresses().forEach(a -> taken.put(a, "node " + node.name()));
    }
    return taken;
  }
}
