package io.readback.core.explain;

import io.readback.core.plan.PlannedTarget;
import io.readback.core.plan.ServicePlan.AddressPlan;
import io.readback.core.plan.ServicePlan.Decision;
import io.readback.core.plan.ServicePlan.Setting;
import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The sessions of all nodes with one peer, and what is decided at each for one address.
 *
 * @param announced by node
 * @param refused by node
 * @param settings what is set on the routes, by node
 */
record PeerGroup(
    String instance,
    String peer,
    IpAddress address,
    PlannedTarget example,
    SortedMap<String, PlannedTarget> announced,
    SortedMap<String, Decision> refused,
    SortedMap<String, List<Setting>> settings) {

  String subject() {
    return instance + "/" + peer + " (" + address + ")";
  }

  /** The peers that an address has decisions for, in order of instance, name and address. */
  static List<PeerGroup> of(ExplainInput input, AddressPlan address) {
    SortedMap<String, PeerGroup> groups = new TreeMap<>();
    for (Decision decision : address.decisions()) {
      if (decision.target().isEmpty()) {
        continue;
      }
      PlannedTarget target =
          input.plan().node(decision.node()).targets().get(decision.target().get());
      if (target == null) {
        continue;
      }
      IpAddress peer = target.session().peerAddress();
      String key = target.id() + " " + peer;
      PeerGroup group =
          groups.computeIfAbsent(
              key,
              k ->
                  new PeerGroup(
                      target.id().owner(),
                      target.id().name(),
                      peer,
                      target,
                      new TreeMap<>(),
                      new TreeMap<>(),
                      new TreeMap<>()));
      if (decision.announced()) {
        group.announced().put(decision.node(), target);
        group.settings().put(decision.node(), decision.settings());
      } else {
        group.refused().put(decision.node(), decision);
      }
    }
    return new ArrayList<>(groups.values());
  }

  /** Up to eight names, and how many more there are. */
  static String names(Collection<String> nodes) {
    List<String> few = nodes.stream().limit(8).toList();
    return String.join(", ", few)
        + (nodes.size() > few.size() ? " and " + (nodes.size() - few.size()) + " more" : "");
  }
}
