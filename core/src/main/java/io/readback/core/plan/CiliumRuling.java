package io.readback.core.plan;

import io.readback.core.allocate.CiliumService;
import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.Service;
import io.readback.core.model.TrafficPolicy;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.target.TargetId;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What Cilium's rules make of an address.
 *
 * @param carried the entries for the address' family; empty where the sessions do not carry it
 */
record CiliumRuling(
    Service service,
    ServiceAddress address,
    Reach reach,
    Optional<List<CiliumExports.EntryRef>> carried)
    implements ExportClass.Ruling {

  @Override
  public ServicePlan.Decision on(String node, Topology.Session session) {
    Optional<TargetId> target = Optional.of(session.target().id());
    String peerConfig =
        session.peerConfig().map(p -> "CiliumBGPPeerConfig " + p).orElse("the default settings");
    if (carried.isEmpty()) {
      return ServicePlan.Decision.refused(
          node,
          target,
          NotAnnounced.FAMILY_NOT_ON_SESSION,
          peerConfig
              + " of peer "
              + session.spec().peer()
              + " has no family "
              + address.address().family());
    }
    List<CiliumExports.EntryRef> entries = carried.get();
    if (entries.isEmpty()) {
      return ServicePlan.Decision.refused(
          node,
          target,
          NotAnnounced.FAMILY_SELECTS_NO_ADVERTISEMENT,
          "family "
              + address.address().family()
              + " of "
              + peerConfig
              + " selects no CiliumBGPAdvertisement");
    }
    List<CiliumExports.EntryRef> selecting =
        CiliumRules.selecting(entries, CiliumService.selectableLabels(service));
    if (selecting.isEmpty()) {
      return ServicePlan.Decision.refused(
          node,
          target,
          NotAnnounced.NO_ADVERTISEMENT_SELECTS_SERVICE,
          "no Service entry of CiliumBGPAdvertisement "
              + names(entries)
              + " selects the Service"
              + (someWithoutSelector(entries) ? "; an entry without selector selects none" : ""));
    }
    List<CiliumExports.EntryRef> typed =
        selecting.stream()
            .filter(r -> r.entry().serviceAddresses().contains(address.type()))
            .toList();
    if (typed.isEmpty()) {
      return ServicePlan.Decision.refused(
          node,
          target,
          NotAnnounced.ADDRESS_TYPE_NOT_ADVERTISED,
          "CiliumBGPAdvertisement "
              + names(selecting)
              + " names other kinds of addresses than "
              + address.type());
    }
    if (!CiliumRules.classAllows(service, address)) {
      return ServicePlan.Decision.refused(
          node,
          target,
          NotAnnounced.FOREIGN_CLASS,
          "loadBalancerClass " + service.loadBalancerClass().orElse(""));
    }
    if (!reach.includes(node)) {
      boolean local = address.policy(service) == TrafficPolicy.LOCAL;
      return ServicePlan.Decision.refused(
          node,
          target,
          local ? NotAnnounced.NO_LOCAL_ENDPOINTS : NotAnnounced.NO_ENDPOINTS,
          local
              ? "the traffic policy is Local and node " + node + " has no active endpoint"
              : "there is no active endpoint anywhere");
    }
    SortedSet<IpPrefix> prefixes = new TreeSet<>();
    typed.forEach(r -> prefixes.add(CiliumRules.prefix(service, address, r.entry())));
    return new ServicePlan.Decision(
        node,
        target,
        List.copyOf(prefixes),
        Optional.empty(),
        "CiliumBGPAdvertisement " + names(typed));
  }

  private static boolean someWithoutSelector(List<CiliumExports.EntryRef> entries) {
    return entries.stream()
        .anyMatch(
            r ->
                r.entry().type() == BgpAdvertisement.Type.SERVICE
                    && r.entry().selector().isEmpty());
  }

  private static String names(List<CiliumExports.EntryRef> entries) {
    SortedSet<String> names = new TreeSet<>();
    entries.forEach(r -> names.add(r.advertisement()));
    return String.join(", ", names);
  }
}
