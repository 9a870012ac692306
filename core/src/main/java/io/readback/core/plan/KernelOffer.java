package io.readback.core.plan;

import io.readback.core.allocate.CiliumService;
import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.Dialect;
import io.readback.core.model.KernelRoutes;
import io.readback.core.model.Service;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.route.NextHop;
import io.readback.spi.target.KernelTable.Mode;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A KernelRoutes with its references resolved.
 *
 * @param members the nodes that hold the routes
 * @param nexthops in the mode NEXTHOPS the nodes they lead to
 */
record KernelOffer(KernelRoutes object, SortedSet<String> members, SortedMap<String, Hop> nexthops)
    implements ExportClass {
  /** What a node's weight among next hops is, 1 to 256; 1 without it. */
  static final String WEIGHT = "readback.io/nexthop-weight";

  KernelOffer {
    members = Collections.unmodifiableSortedSet(new TreeSet<>(members));
    nexthops = Collections.unmodifiableSortedMap(new TreeMap<>(nexthops));
  }

  /** A node as a next hop. */
  record Hop(Optional<IpAddress> ipv4, Optional<IpAddress> ipv6, int weight) {
    static Hop of(NodeFacts facts) {
      int weight = 1;
      String text = facts.labels().get(WEIGHT, "1");
      if (text.matches("[1-9][0-9]{0,2}")) {
        weight = Math.min(256, Integer.parseInt(text));
      }
      return new Hop(
          facts.internalIp(AddressFamily.IPV4), facts.internalIp(AddressFamily.IPV6), weight);
    }

    /** An IPv4 route may lead by an IPv6 address, where the node has no other. */
    Optional<NextHop.Address> towards(AddressFamily family) {
      return (family == AddressFamily.IPV4 ? ipv4.or(() -> ipv6) : ipv6)
          .map(a -> new NextHop.Address(a, weight));
    }
  }

  static List<KernelOffer> of(Iterable<KernelRoutes> objects, Iterable<NodeFacts> nodes) {
    List<KernelOffer> out = new java.util.ArrayList<>();
    for (KernelRoutes object : objects) {
      SortedSet<String> members = new TreeSet<>();
      SortedMap<String, Hop> hops = new TreeMap<>();
      for (NodeFacts node : nodes) {
        if (object.selectsNode(node.labels())) {
          members.add(node.name());
        } else if (object.mode() == Mode.NEXTHOPS && object.leadsTo(node.labels())) {
          hops.put(node.name(), Hop.of(node));
        }
      }
      out.add(new KernelOffer(object, members, hops));
    }
    return out;
  }

  boolean concerns(Service service, ServiceAddress address) {
    return address.type() == BgpAdvertisement.ServiceAddress.LOAD_BALANCER_IP
        && object.families().contains(address.address().family())
        && (object.pools().isEmpty() || address.pool().filter(object.pools()::contains).isPresent())
        && object
            .services()
            .map(s -> s.matches(CiliumService.selectableLabels(service)))
            .orElse(true);
  }

  /** The nodes that may take traffic to an address, by its dialect's rules. */
  static Reach reach(Service service, ServiceAddress address, PlanInput input) {
    return address.dialect() == Dialect.METALLB
        ? MetallbRules.reach(service, input)
        : CiliumRules.reach(service, address, input);
  }

  @Override
  public SortedSet<AddressFamily> families() {
    return object.families();
  }

  @Override
  public boolean carriesLocalPreference() {
    return false;
  }

  @Override
  public List<NodeRoute> ofNode(NodeFacts node) {
    return List.of();
  }

  @Override
  public List<Export> exports(Service service, PlanInput input) {
    return input.addresses(service).stream()
        .filter(a -> concerns(service, a))
        .map(
            a ->
                new Export(
                    a,
                    new Contribution(
                        a.address().toPrefix(),
                        reach(service, a, input),
                        BgpAdvertisement.Attributes.NONE)))
        .toList();
  }

  @Override
  public SortedMap<String, Integer> endpoints(
      Service service, ServiceAddress address, PlanInput input) {
    return address.dialect() == Dialect.METALLB
        ? MetallbRules.endpoints(service, input)
        : CiliumRules.endpoints(service, address, input);
  }

  /** No session is of this class. */
  @Override
  public Optional<Ruling> ruling(Service service, ServiceAddress address, PlanInput input) {
    return Optional.empty();
  }
}
