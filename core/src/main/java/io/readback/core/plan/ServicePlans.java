package io.readback.core.plan;

import io.readback.core.allocate.CiliumService;
import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.Labels;
import io.readback.core.model.Service;
import io.readback.core.model.TrafficPolicy;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.target.TargetId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Says of each address of a Service where it is announced, and why not elsewhere. */
final class ServicePlans {
  private final ExportRules rules;
  private final Topology topology;

  ServicePlans(ExportRules rules, Topology topology) {
    this.rules = rules;
    this.topology = topology;
  }

  ServicePlan of(Service service) {
    List<ServicePlan.AddressPlan> addresses = new ArrayList<>();
    boolean hasVip = false;
    for (ServiceAddress address : rules.addresses(service)) {
      hasVip |= address.type() == BgpAdvertisement.ServiceAddress.LOAD_BALANCER_IP;
      addresses.add(
          new ServicePlan.AddressPlan(
              address.address(), address.type(), address.pool(), decisions(service, address)));
    }
    Optional<NotAnnounced> obstacle = Optional.empty();
    if (service.isLoadBalancer() && !CiliumService.servesClass(service)) {
      obstacle = Optional.of(NotAnnounced.FOREIGN_CLASS);
    } else if (addresses.isEmpty() || (service.isLoadBalancer() && !hasVip)) {
      obstacle = Optional.of(NotAnnounced.NO_ADDRESS);
    }
    return new ServicePlan(service.ref(), obstacle, addresses);
  }

  private List<ServicePlan.Decision> decisions(Service service, ServiceAddress address) {
    List<ServicePlan.Decision> out = new ArrayList<>();
    Labels selectable = CiliumService.selectableLabels(service);
    Reach reach = rules.reach(service, address);
    for (Topology.NodeSessions node : topology.nodes().values()) {
      String name = node.facts().name();
      if (node.sessions().isEmpty()) {
        out.add(
            refused(
                name,
                Optional.empty(),
                NotAnnounced.NO_PEERING_FOR_NODE,
                node.problems().isEmpty()
                    ? "no CiliumBGPClusterConfig selects node " + name
                    : node.problems().get(0).message()));
      }
      for (Topology.Session session : node.sessions()) {
        out.add(decision(service, address, selectable, reach, name, session));
      }
    }
    return out;
  }

  private ServicePlan.Decision decision(
      Service service,
      ServiceAddress address,
      Labels selectable,
      Reach reach,
      String node,
      Topology.Session session) {
    Optional<TargetId> target = Optional.of(session.spec().id());
    AddressFamily family = address.address().family();
    String peerConfig =
        session.peerConfig().map(p -> "CiliumBGPPeerConfig " + p).orElse("the default settings");
    if (!session.exports().entries().containsKey(family)) {
      return refused(
          node,
          target,
          NotAnnounced.FAMILY_NOT_ON_SESSION,
          peerConfig + " of peer " + session.spec().peer() + " has no family " + family);
    }
    List<ExportClass.EntryRef> entries = session.exports().entries(family);
    if (entries.isEmpty()) {
      return refused(
          node,
          target,
          NotAnnounced.FAMILY_SELECTS_NO_ADVERTISEMENT,
          "family " + family + " of " + peerConfig + " selects no CiliumBGPAdvertisement");
    }
    List<ExportClass.EntryRef> selecting = ExportRules.selecting(entries, selectable);
    if (selecting.isEmpty()) {
      return refused(
          node,
          target,
          NotAnnounced.NO_ADVERTISEMENT_SELECTS_SERVICE,
          "no Service entry of CiliumBGPAdvertisement "
              + names(entries)
              + " selects the Service"
              + (someWithoutSelector(entries) ? "; an entry without selector selects none" : ""));
    }
    List<ExportClass.EntryRef> typed =
        selecting.stream()
            .filter(r -> r.entry().serviceAddresses().contains(address.type()))
            .toList();
    if (typed.isEmpty()) {
      return refused(
          node,
          target,
          NotAnnounced.ADDRESS_TYPE_NOT_ADVERTISED,
          "CiliumBGPAdvertisement "
              + names(selecting)
              + " names other kinds of addresses than "
              + address.type());
    }
    if (!rules.classAllows(service, address)) {
      return refused(
          node,
          target,
          NotAnnounced.FOREIGN_CLASS,
          "loadBalancerClass " + service.loadBalancerClass().orElse(""));
    }
    if (!reach.includes(node)) {
      boolean local = address.policy(service) == TrafficPolicy.LOCAL;
      return refused(
          node,
          target,
          local ? NotAnnounced.NO_LOCAL_ENDPOINTS : NotAnnounced.NO_ENDPOINTS,
          local
              ? "the traffic policy is Local and node " + node + " has no active endpoint"
              : "there is no active endpoint anywhere");
    }
    SortedSet<IpPrefix> prefixes = new TreeSet<>();
    typed.forEach(r -> prefixes.add(ExportRules.prefix(service, address, r.entry())));
    return new ServicePlan.Decision(
        node,
        target,
        List.copyOf(prefixes),
        Optional.empty(),
        "CiliumBGPAdvertisement " + names(typed));
  }

  private static ServicePlan.Decision refused(
      String node, Optional<TargetId> target, NotAnnounced reason, String detail) {
    return new ServicePlan.Decision(node, target, List.of(), Optional.of(reason), detail);
  }

  private static boolean someWithoutSelector(List<ExportClass.EntryRef> entries) {
    return entries.stream()
        .anyMatch(
            r ->
                r.entry().type() == BgpAdvertisement.Type.SERVICE
                    && r.entry().selector().isEmpty());
  }

  private static String names(List<ExportClass.EntryRef> entries) {
    SortedSet<String> names = new TreeSet<>();
    entries.forEach(r -> names.add(r.advertisement()));
    return String.join(", ", names);
  }
}
