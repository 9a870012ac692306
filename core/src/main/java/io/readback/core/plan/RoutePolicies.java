package io.readback.core.plan;

import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.Service;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.PathAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Shows what a node's sessions announce as the route policies that Cilium would make of it. */
final class RoutePolicies {
  private final PlanInput input;

  RoutePolicies(PlanInput input) {
    this.input = input;
  }

  /**
   * @param services in the order to show them
   */
  List<RoutePolicy> of(Topology.NodeSessions node, Collection<Service> services) {
    SortedMap<String, List<RoutePolicy>> byInstance = new TreeMap<>();
    for (Topology.Session session : node.sessions()) {
      String instance = session.spec().instance().name();
      List<RoutePolicy> policies = byInstance.computeIfAbsent(instance, RoutePolicies::imports);
      for (AddressFamily family : session.exports().families()) {
        ofNode(session, family, node.facts(), policies);
        for (Service service : services) {
          services(session, family, node.facts().name(), service, policies);
        }
      }
    }
    List<RoutePolicy> out = new ArrayList<>();
    byInstance.values().forEach(out::addAll);
    return out;
  }

  /** What peers send is counted and shown, and goes nowhere. */
  private static List<RoutePolicy> imports(String instance) {
    List<RoutePolicy> policies = new ArrayList<>();
    policies.add(
        new RoutePolicy(
            instance,
            "import-nothing",
            RoutePolicy.Direction.IMPORT,
            List.of(),
            List.of(),
            List.of(),
            RoutePolicy.Action.REJECT,
            List.of()));
    return policies;
  }

  private static void ofNode(
      Topology.Session session, AddressFamily family, NodeFacts node, List<RoutePolicy> out) {
    SortedMap<String, SortedMap<IpPrefix, List<AttributeUnion.Part>>> found = new TreeMap<>();
    for (NodeRoute route : session.exports().ofNode(node)) {
      if (route.prefix().family() == family) {
        found
            .computeIfAbsent(route.kind(), k -> new TreeMap<>())
            .computeIfAbsent(route.prefix(), p -> new ArrayList<>())
            .add(new AttributeUnion.Part(route.attributes(), route.adjustment()));
      }
    }
    found.forEach(
        (kind, prefixes) -> {
          Map<List<AttributeUnion.Part>, List<RoutePolicy.PrefixMatch>> alike =
              new LinkedHashMap<>();
          prefixes.forEach(
              (prefix, attributes) ->
                  alike.computeIfAbsent(attributes, a -> new ArrayList<>()).add(exactly(prefix)));
          alike.forEach(
              (attributes, matches) -> out.add(export(session, family, kind, matches, attributes)));
        });
  }

  private void services(
      Topology.Session session,
      AddressFamily family,
      String node,
      Service service,
      List<RoutePolicy> out) {
    SortedMap<BgpAdvertisement.ServiceAddress, SortedMap<IpPrefix, List<AttributeUnion.Part>>>
        found = new TreeMap<>();
    for (ExportClass.Export export : session.exports().exports(service, input)) {
      Contribution contribution = export.contribution();
      if (contribution.prefix().family() == family && contribution.reach().includes(node)) {
        found
            .computeIfAbsent(export.address().type(), t -> new TreeMap<>())
            .computeIfAbsent(contribution.prefix(), p -> new ArrayList<>())
            .add(new AttributeUnion.Part(contribution.attributes(), contribution.adjustment()));
      }
    }
    found.forEach(
        (type, prefixes) ->
            prefixes.forEach(
                (prefix, attributes) ->
                    out.add(
                        export(
                            session,
                            family,
                            "Service-"
                                + service.ref().name()
                                + "-"
                                + service.ref().namespace()
                                + "-"
                                + title(type),
                            List.of(exactly(prefix)),
                            attributes))));
  }

  private static String title(BgpAdvertisement.ServiceAddress type) {
    return switch (type) {
      case LOAD_BALANCER_IP -> "LoadBalancerIP";
      case CLUSTER_IP -> "ClusterIP";
      case EXTERNAL_IP -> "ExternalIP";
    };
  }

  private static RoutePolicy export(
      Topology.Session session,
      AddressFamily family,
      String what,
      List<RoutePolicy.PrefixMatch> prefixes,
      List<AttributeUnion.Part> attributes) {
    PathAttributes united =
        new AttributeUnion(session.exports().carriesLocalPreference(), new HashMap<>())
            .path(attributes)
            .attributes();
    List<String> actions = new ArrayList<>();
    united.localPref().ifPresent(p -> actions.add("SetLocalPreference: " + p));
    united.med().ifPresent(m -> actions.add("SetMED: " + m));
    if (!united.asPath().segments().isEmpty()) {
      actions.add("PrependASPath: " + united.asPath());
    }
    if (!united.communities().isEmpty()) {
      actions.add("AddCommunities: " + united.communities());
    }
    if (!united.largeCommunities().isEmpty()) {
      actions.add("AddLargeCommunities: " + united.largeCommunities());
    }
    if (!united.extendedCommunities().isEmpty() || !united.ipv6ExtendedCommunities().isEmpty()) {
      List<Object> extended = new ArrayList<>(united.extendedCommunities());
      extended.addAll(united.ipv6ExtendedCommunities());
      actions.add("AddExtendedCommunities: " + extended);
    }
    return new RoutePolicy(
        session.spec().instance().name(),
        session.spec().peer() + "-" + family.name().toLowerCase(Locale.ROOT) + "-" + what,
        RoutePolicy.Direction.EXPORT,
        List.of(session.spec().peerAddress()),
        List.of(family),
        prefixes,
        RoutePolicy.Action.ACCEPT,
        actions);
  }

  private static RoutePolicy.PrefixMatch exactly(IpPrefix prefix) {
    return new RoutePolicy.PrefixMatch(prefix, prefix.length(), prefix.length());
  }
}
