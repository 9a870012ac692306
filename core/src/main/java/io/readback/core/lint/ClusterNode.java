package io.readback.core.lint;

import io.readback.core.model.ClusterState;
import io.readback.core.model.Node;
import io.readback.core.model.NodeNetwork;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The addresses and pod networks of a node, from its Node and its CiliumNode together. */
record ClusterNode(String name, SortedSet<IpAddress> addresses, SortedSet<IpPrefix> podCidrs) {

  static List<ClusterNode> all(ClusterState state) {
    SortedSet<String> names = new TreeSet<>(state.nodes().keySet());
    names.addAll(state.nodeNetworks().keySet());
    List<ClusterNode> out = new ArrayList<>();
    for (String name : names) {
      SortedSet<IpAddress> addresses = new TreeSet<>();
      SortedSet<IpPrefix> podCidrs = new TreeSet<>();
      Node node = state.nodes().get(name);
      if (node != null) {
        addresses.addAll(node.internalIps());
        addresses.addAll(node.externalIps());
        podCidrs.addAll(node.podCidrs());
      }
      NodeNetwork network = state.nodeNetworks().get(name);
      if (network != null) {
        addresses.addAll(network.internalIps());
        addresses.addAll(network.externalIps());
        podCidrs.addAll(network.podCidrs());
      }
      out.add(new ClusterNode(name, addresses, podCidrs));
    }
    return out;
  }
}
