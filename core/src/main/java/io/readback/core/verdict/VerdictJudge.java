package io.readback.core.verdict;

import io.readback.core.allocate.CiliumService;
import io.readback.core.allocate.Condition;
import io.readback.core.allocate.ServiceAllocation;
import io.readback.core.allocate.Vip;
import io.readback.core.model.BgpAdvertisement.ServiceAddress;
import io.readback.core.model.RouterConfig;
import io.readback.core.model.Service;
import io.readback.core.model.ServiceRef;
import io.readback.core.observe.RouterPicture;
import io.readback.core.plan.ExpectedRoutes;
import io.readback.core.plan.ExpectedRoutes.ExpectedRoute;
import io.readback.core.plan.NodePlan;
import io.readback.core.plan.NotAnnounced;
import io.readback.core.plan.PlannedTarget;
import io.readback.core.plan.ServicePlan;
import io.readback.core.plan.ServicePlan.AddressPlan;
import io.readback.core.plan.ServicePlan.Decision;
import io.readback.core.plan.ServicePlan.LinkPlan;
import io.readback.core.verdict.ExpectationLog.Withdrawn;
import io.readback.core.verdict.RouterJudge.Ruling;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.Vantage;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Makes all verdicts of one moment. Pure: the same input gives the same verdicts.
 *
 * <p>Longer than most classes: every sort of row is made here, so that none is made twice.
 */
public final class VerdictJudge {
  private final Timing timing;

  public VerdictJudge(Timing timing) {
    this.timing = timing;
  }

  public Verdicts judge(JudgeInput input) {
    return new Sitting(input).verdicts();
  }

  private record ServiceAddressKey(ServiceRef service, IpAddress address) {}

  /** The judging of one input. */
  private final class Sitting {
    private final JudgeInput input;
    private final OwnSessions own;
    private final SortedMap<String, RouterJudge> judges = new TreeMap<>();
    private final SortedSet<IpAddress> covered = new TreeSet<>();
    private final Set<ServiceAddressKey> announced = new HashSet<>();
    private final List<RouteVerdict> rows = new ArrayList<>();
    private final List<RouteVerdict> podNetworks = new ArrayList<>();

    Sitting(JudgeInput input) {
      this.input = input;
      own = new OwnSessions(input.node(), input.book());
      for (RouterConfig router : input.cluster().routers().values()) {
        covered.addAll(router.addresses());
        judges.put(
            router.name(),
            new RouterJudge(
                router,
                input.expectations().expectedAt(router.name()),
                input.book().router(router.name()),
                own,
                timing,
                input.now()));
      }
    }

    Verdicts verdicts() {
      judges.values().forEach(this::judgeExpected);
      unreadPeers().forEach(this::judgeUnread);
      input.cluster().services().values().forEach(this::judgeUnannounced);
      judges.values().forEach(this::judgeRest);
      return new Verdicts(input.now(), rows, podNetworks);
    }

    /** Walks the routes and not the Services: of each Service that is well, nothing is asked. */
    private void judgeExpected(RouterJudge judge) {
      ExpectedRoutes expected = input.expectations().expectedAt(judge.router().name());
      Map<ServiceAddressKey, RouteVerdict> byAddress = new LinkedHashMap<>();
      for (Map.Entry<IpPrefix, ExpectedRoute> e : expected.routes()) {
        ExpectedRoute route = e.getValue();
        for (ServiceRef service : route.services()) {
          for (IpAddress address : addresses(service, route.prefix())) {
            ServiceAddressKey key = new ServiceAddressKey(service, address);
            announced.add(key);
            byAddress.merge(
                key,
                row(judge, route, service.namespace(), service.name(), Optional.of(address)),
                (a, b) -> a.kind().compareTo(b.kind()) >= 0 ? a : b);
          }
        }
        for (String node : route.podNetworkOf()) {
          podNetworks.add(row(judge, route, "", node, Optional.empty()));
        }
      }
      rows.addAll(byAddress.values());
    }

    /** The addresses of a Service that a prefix announces: itself, or those inside an aggregate. */
    private List<IpAddress> addresses(ServiceRef service, IpPrefix prefix) {
      if (prefix.isHost()) {
        return List.of(prefix.network());
      }
      SortedSet<IpAddress> out = new TreeSet<>();
      vips(service).forEach(v -> out.add(v.ip()));
      input
          .cluster()
          .service(service)
          .ifPresent(
              s -> {
                out.addAll(s.statusIngress());
                out.addAll(s.externalIps());
                out.addAll(s.clusterIps());
              });
      return out.stream().filter(prefix::contains).toList();
    }

    /** Peers of any node that no Router manifest names. */
    private SortedSet<IpAddress> unreadPeers() {
      SortedSet<IpAddress> out = new TreeSet<>();
      for (NodePlan node : input.plan().nodes().values()) {
        node.sessions().values().forEach(t -> out.add(t.session().peerAddress()));
      }
      out.removeAll(covered);
      return out;
    }

    private void judgeUnread(IpAddress peer) {
      for (Map.Entry<IpPrefix, ExpectedRoute> e : input.plan().expectedAt(List.of(peer)).routes()) {
        ExpectedRoute route = e.getValue();
        SortedSet<String> nodes = new TreeSet<>();
        route.hops().forEach(h -> nodes.add(h.node()));
        for (ServiceRef service : route.services()) {
          for (IpAddress address : addresses(service, route.prefix())) {
            announced.add(new ServiceAddressKey(service, address));
            rows.add(unread(service, address, peer, nodes, route));
          }
        }
      }
    }

    /** VIPs that go nowhere, and Services that wait for one. */
    private void judgeUnannounced(Service service) {
      if (!service.isLoadBalancer() || !CiliumService.servesClass(service)) {
        return;
      }
      List<Vip> vips = vips(service.ref());
      boolean someVip = !vips.isEmpty();
      boolean allAnnounced =
          vips.stream()
              .allMatch(v -> announced.contains(new ServiceAddressKey(service.ref(), v.ip())));
      if (someVip && allAnnounced) {
        return;
      }
      for (AddressPlan address :
          input.plan().service(service.ref()).map(ServicePlan::addresses).orElse(List.of())) {
        if (address.type() == ServiceAddress.LOAD_BALANCER_IP) {
          someVip = true;
          if (announced.contains(new ServiceAddressKey(service.ref(), address.address()))) {
            // has rows of its own
            continue;
          }
          if (!address.announcedAnywhere()) {
            rows.add(notAnnounced(service.ref(), address));
          } else if (!address.announcedToPeers()) {
            rows.add(
                address
                    .link()
                    .filter(l -> !l.candidates().isEmpty())
                    .map(l -> onLinks(service.ref(), address, l))
                    .orElseGet(() -> inKernels(service.ref(), address)));
          } else if (address.decisions().stream()
              .filter(Decision::announced)
              .noneMatch(this::speakerKnown)) {
            rows.add(speakerUnknown(service.ref(), address));
          }
        }
      }
      if (!someVip) {
        rows.add(notAllocated(service.ref()));
      }
    }

    private List<Vip> vips(ServiceRef service) {
      return input.allocations().get(service).map(ServiceAllocation::vips).orElse(List.of());
    }

    private RouteVerdict notAllocated(ServiceRef service) {
      String why =
          input
              .allocations()
              .get(service)
              .map(ServiceAllocation::conditions)
              .orElse(List.of())
              .stream()
              .filter(c -> c.status() == Condition.Status.FALSE)
              .map(c -> c.reason() + (c.message().isEmpty() ? "" : ": " + c.message()))
              .collect(Collectors.joining("; "));
      return RouteVerdict.builder(service.namespace(), service.name())
          .verdict(
              VerdictKind.MISSING,
              "NOT_ALLOCATED",
              "no VIP: " + (why.isEmpty() ? "there is no pool" : why))
          .build();
    }

    private RouteVerdict notAnnounced(ServiceRef service, AddressPlan address) {
      Optional<Decision> nearest = NearestDecision.of(address.decisions());
      String reason =
          nearest
              .flatMap(Decision::reason)
              .filter(r -> r == NotAnnounced.NO_LOCAL_ENDPOINTS || r == NotAnnounced.NO_ENDPOINTS)
              .map(NotAnnounced::name)
              .orElse("NOT_ANNOUNCED");
      String why =
          nearest
              .map(
                  d ->
                      d.reason().map(NearestDecision::words).orElse("")
                          + (d.detail().isEmpty() || !reason.equals("NOT_ANNOUNCED")
                              ? ""
                              : ": " + d.detail()))
              .orElse("the cluster has no nodes");
      return RouteVerdict.builder(service.namespace(), service.name())
          .vip(address.address())
          .verdict(VerdictKind.MISSING, reason, "announced to no peer: " + why)
          .vantages(allocated(service, address.address()))
          .build();
    }

    /** Nodes' kernels have routes to it, and no router is told. */
    private RouteVerdict inKernels(ServiceRef service, AddressPlan address) {
      return new KernelRows(input)
          .judge(
              RouteVerdict.builder(service.namespace(), service.name()).vip(address.address()),
              address)
          .vantages(allocated(service, address.address()))
          .build();
    }

    /** Nodes answer for it, and no router has a part in it. */
    private RouteVerdict onLinks(ServiceRef service, AddressPlan address, LinkPlan link) {
      return new LinkRows(input)
          .judge(
              RouteVerdict.builder(service.namespace(), service.name()).vip(address.address()),
              address,
              link)
          .vantages(allocated(service, address.address()))
          .build();
    }

    private boolean speakerKnown(Decision decision) {
      return Optional.ofNullable(input.plan().nodes().get(decision.node()))
          .flatMap(n -> decision.target().map(n.targets()::get))
          .flatMap(PlannedTarget::speakerAddress)
          .isPresent();
    }

    /** Announced, and only on sessions of which it is not known what the router sees. */
    private RouteVerdict speakerUnknown(ServiceRef service, AddressPlan address) {
      String nodes =
          address.decisions().stream()
              .filter(Decision::announced)
              .map(Decision::node)
              .distinct()
              .collect(Collectors.joining(", "));
      return RouteVerdict.builder(service.namespace(), service.name())
          .vip(address.address())
          .verdict(
              VerdictKind.UNKNOWN,
              "NO_SPEAKER_ADDRESS",
              "announced by "
                  + nodes
                  + ", and the address that the router knows the speakers by is not known: the"
                  + " session has no local address (a link-local peer, or a node without InternalIP)")
          .vantages(allocated(service, address.address()))
          .build();
    }

    private RouteVerdict row(
        RouterJudge judge,
        ExpectedRoute route,
        String namespace,
        String name,
        Optional<IpAddress> address) {
      String router = judge.router().name();
      Ruling ruling =
          judge.judge(
              route, input.expectations().since(router, route.prefix()).orElse(input.now()));
      List<VantageView> vantages = new ArrayList<>();
      address.ifPresent(a -> vantages.addAll(allocated(new ServiceRef(namespace, name), a)));
      vantages.addAll(ownVantages(route));
      judge
          .picture()
          .ifPresent(
              p ->
                  vantages.addAll(
                      routerVantages(
                          p, ruling.assessment().map(Assessment::hops).orElse(List.of()))));
      RouteVerdict.Builder row =
          RouteVerdict.builder(namespace, name)
              .router(router)
              .prefix(route.prefix())
              .verdict(ruling.kind(), ruling.reason(), ruling.message())
              .expectedNextHops(route.nextHops())
              .vantages(vantages)
              .unconfirmed(ruling.unconfirmed());
      address.ifPresent(row::vip);
      ruling
          .assessment()
          .ifPresent(a -> row.installedNextHops(a.seen()).findings(a.findings()).hops(a.hops()));
      return row.build();
    }

    private List<VantageView> allocated(ServiceRef service, IpAddress address) {
      return vips(service).stream().anyMatch(v -> v.ip().equals(address))
          ? List.of(new VantageView(Vantage.ALLOCATED, true, "allocator", input.now()))
          : List.of();
    }

    /** What our own announcer says, where this node has a part in the route. */
    private List<VantageView> ownVantages(ExpectedRoute route) {
      return route.hops().stream()
          .flatMap(h -> own.word(h.node(), h.session()).stream())
          .findFirst()
          .map(
              w ->
                  List.of(
                      new VantageView(
                          Vantage.ACCEPTED, w.accepted(route.prefix()), w.announcer(), w.at()),
                      new VantageView(
                          Vantage.ADVERTISED, w.advertised(route.prefix()), w.announcer(), w.at())))
          .orElse(List.of());
    }

    private static List<VantageView> routerVantages(RouterPicture picture, List<HopState> hops) {
      List<VantageView> out = new ArrayList<>();
      picture
          .witnesses()
          .forEach(
              (vantage, witness) -> {
                boolean seen = hops.stream().anyMatch(h -> h.seenAt().contains(vantage));
                out.add(new VantageView(vantage, seen, witness.glass(), witness.at()));
              });
      return out;
    }

    private RouteVerdict unread(
        ServiceRef service,
        IpAddress address,
        IpAddress peer,
        SortedSet<String> nodes,
        ExpectedRoute route) {
      List<VantageView> vantages = new ArrayList<>(allocated(service, address));
      vantages.addAll(ownVantages(route));
      return RouteVerdict.builder(service.namespace(), service.name())
          .vip(address)
          .router(peer.toString())
          .verdict(
              VerdictKind.UNKNOWN,
              "NO_ROUTER",
              "no Router manifest covers peer "
                  + peer
                  + " (of "
                  + String.join(", ", nodes)
                  + "): nothing was read back")
          .prefix(route.prefix())
          .expectedNextHops(route.nextHops())
          .vantages(vantages)
          .build();
    }

    /** What was withdrawn, and what nobody expects. */
    private void judgeRest(RouterJudge judge) {
      String router = judge.router().name();
      ExpectedRoutes expected = input.expectations().expectedAt(router);
      for (Map.Entry<IpPrefix, Withdrawn> e : input.expectations().withdrawn(router)) {
        judge
            .judgeWithdrawn(e.getValue())
            .ifPresent(ruling -> withdrawnRows(judge, e.getValue(), ruling));
      }
      SortedSet<IpPrefix> strays =
          judge.strays(
              expected,
              this::inPools,
              p ->
                  expected.routes().containsKey(p)
                      || input.expectations().withdrawn(router).containsKey(p),
              this::owned);
      strays.forEach(prefix -> rows.add(stray(judge, prefix)));
    }

    private void withdrawnRows(RouterJudge judge, Withdrawn withdrawn, Ruling ruling) {
      for (ServiceRef service : withdrawn.services()) {
        rows.add(gone(judge, withdrawn, ruling, service.namespace(), service.name()));
      }
      for (String node : withdrawn.podNetworkOf()) {
        podNetworks.add(gone(judge, withdrawn, ruling, "", node));
      }
    }

    private RouteVerdict gone(
        RouterJudge judge, Withdrawn withdrawn, Ruling ruling, String namespace, String name) {
      RouteVerdict.Builder row =
          RouteVerdict.builder(namespace, name)
              .router(judge.router().name())
              .prefix(withdrawn.prefix())
              .verdict(ruling.kind(), ruling.reason(), ruling.message())
              .installedNextHops(seen(judge, withdrawn.prefix()))
              .unconfirmed(ruling.kind() == VerdictKind.PENDING);
      if (withdrawn.prefix().isHost() && !namespace.isEmpty()) {
        row.vip(withdrawn.prefix().network());
      }
      return row.build();
    }

    private RouteVerdict stray(RouterJudge judge, IpPrefix prefix) {
      SortedSet<IpAddress> seen = seen(judge, prefix);
      RouteVerdict.Builder row =
          RouteVerdict.builder("", "")
              .router(judge.router().name())
              .prefix(prefix)
              .verdict(
                  VerdictKind.UNEXPECTED,
                  "NOBODYS_ROUTE",
                  prefix
                      + " lies in a pool, "
                      + (owned(prefix) ? "should not be there" : "belongs to no Service")
                      + " and is there via "
                      + judge.named(seen))
              .installedNextHops(seen);
      if (prefix.isHost()) {
        row.vip(prefix.network());
      }
      return row.build();
    }

    private SortedSet<IpAddress> seen(RouterJudge judge, IpPrefix prefix) {
      return judge
          .picture()
          .flatMap(p -> p.farthest().map(v -> p.nextHops(v, prefix)))
          .orElseGet(TreeSet::new);
    }

    /** Whether the prefix is a Service's address: other routers may pass it on to this one. */
    private boolean owned(IpPrefix prefix) {
      IpAddress address = prefix.network();
      return !input.allocations().holders(address).isEmpty()
          || input.cluster().services().values().stream()
              .anyMatch(
                  s -> s.statusIngress().contains(address) || s.externalIps().contains(address))
          || judges.keySet().stream()
              .anyMatch(r -> input.expectations().expectedAt(r).routes().containsKey(prefix));
    }

    private boolean inPools(IpPrefix prefix) {
      return input
          .cluster()
          .poolBlocks()
          .anyMatch(b -> b.contains(prefix.network()) && b.contains(prefix.last()));
    }
  }
}
