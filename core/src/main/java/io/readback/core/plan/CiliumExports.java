package io.readback.core.plan;

import io.readback.core.allocate.CiliumService;
import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.Dialect;
import io.readback.core.model.Service;
import io.readback.spi.net.AddressFamily;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What sessions of Cilium's dialect are to announce.
 *
 * @param entries by family, in the order of advertisement and entry; a family that selects nothing
 *     has an empty list, one that the session does not carry is absent
 */
record CiliumExports(
    SortedMap<AddressFamily, List<EntryRef>> entries, boolean carriesLocalPreference)
    implements ExportClass {
  CiliumExports {
    SortedMap<AddressFamily, List<EntryRef>> copy = new TreeMap<>();
    entries.forEach((f, e) -> copy.put(f, List.copyOf(e)));
    entries = Collections.unmodifiableSortedMap(copy);
  }

  /**
   * An entry with the advertisement it stands in.
   *
   * @param podPools the pools of pod networks that it selects, where it is about those
   */
  record EntryRef(String advertisement, BgpAdvertisement.Entry entry, SortedSet<String> podPools) {
    EntryRef {
      podPools = Collections.unmodifiableSortedSet(new TreeSet<>(podPools));
    }
  }

  List<EntryRef> entries(AddressFamily family) {
    return entries.getOrDefault(family, List.of());
  }

  @Override
  public SortedSet<AddressFamily> families() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(entries.keySet()));
  }

  @Override
  public List<NodeRoute> ofNode(NodeFacts node) {
    List<NodeRoute> out = new ArrayList<>();
    entries.forEach(
        (family, refs) ->
            refs.forEach(
                ref ->
                    ofNode(ref, node).stream()
                        .filter(route -> route.prefix().family() == family)
                        .forEach(out::add)));
    return out;
  }

  private static List<NodeRoute> ofNode(EntryRef ref, NodeFacts node) {
    BgpAdvertisement.Entry entry = ref.entry();
    List<NodeRoute> out = new ArrayList<>();
    switch (entry.type()) {
      case POD_CIDR ->
          node.podCidrs().forEach(c -> out.add(new NodeRoute("PodCIDR", c, entry.attributes())));
      case POD_IP_POOL ->
          ref.podPools()
              .forEach(
                  pool ->
                      node.podCidrsOf(pool)
                          .forEach(
                              c ->
                                  out.add(
                                      new NodeRoute(
                                          "CiliumPodIPPool-" + pool, c, entry.attributes()))));
      case INTERFACE ->
          CiliumRules.announceable(node.addressesOn(entry.interfaceName().orElse("")))
              .forEach(a -> out.add(new NodeRoute("Interface", a.toPrefix(), entry.attributes())));
      case SERVICE -> {}
    }
    return out;
  }

  @Override
  public List<Export> exports(Service service, PlanInput input) {
    List<Export> out = new ArrayList<>(2);
    List<ServiceAddress> addresses = input.addresses(service);
    for (AddressFamily family : entries.keySet()) {
      List<EntryRef> selecting =
          CiliumRules.selecting(entries(family), CiliumService.selectableLabels(service));
      if (selecting.isEmpty()) {
        continue;
      }
      for (ServiceAddress address : addresses) {
        if (address.dialect() != Dialect.CILIUM
            || address.address().family() != family
            || !CiliumRules.classAllows(service, address)) {
          continue;
        }
        Reach reach = CiliumRules.reach(service, address, input);
        if (reach.isNowhere()) {
          continue;
        }
        for (EntryRef ref : selecting) {
          if (ref.entry().serviceAddresses().contains(address.type())) {
            out.add(
                new Export(
                    address,
                    new Contribution(
                        CiliumRules.prefix(service, address, ref.entry()),
                        reach,
                        ref.entry().attributes())));
          }
        }
      }
    }
    return out;
  }

  @Override
  public SortedMap<String, Integer> endpoints(
      Service service, ServiceAddress address, PlanInput input) {
    return CiliumRules.endpoints(service, address, input);
  }

  @Override
  public Optional<Ruling> ruling(Service service, ServiceAddress address, PlanInput input) {
    return address.dialect() == Dialect.CILIUM
        ? Optional.of(
            new CiliumRuling(
                service,
                address,
                CiliumRules.reach(service, address, input),
                Optional.ofNullable(entries.get(address.address().family()))))
        : Optional.empty();
  }
}
