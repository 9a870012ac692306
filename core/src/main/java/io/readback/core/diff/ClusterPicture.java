package io.readback.core.diff;

import io.readback.core.allocate.Allocations;
import io.readback.core.allocate.Condition;
import io.readback.core.allocate.Vip;
import io.readback.core.model.Problem;
import io.readback.core.model.ServiceRef;
import io.readback.core.plan.ClusterPlan;
import io.readback.core.plan.NodePlan;
import io.readback.core.plan.PlannedTarget;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a cluster has and announces at one moment, in a form in which two moments can be compared.
 *
 * @param vips of Services that have some
 * @param refusals why a Service has not got what it asks for, in the words of its condition
 * @param links VIPs that are to be known on links; empty: it is not known
 * @param kernels routes that are to be in the kernels of nodes; empty: it is not known
 * @param problems what is wrong with the manifests and between them
 */
public record ClusterPicture(
    SortedMap<ServiceRef, List<Vip>> vips,
    SortedMap<ServiceRef, String> refusals,
    SortedMap<SessionKey, SessionPicture> sessions,
    Optional<SortedMap<IpAddress, LinkPicture>> links,
    Optional<SortedMap<KernelKey, KernelPicture>> kernels,
    Owners owners,
    List<Problem> problems) {
  public ClusterPicture {
    links = links.map(known -> Collections.unmodifiableSortedMap(new TreeMap<>(known)));
    kernels = kernels.map(known -> Collections.unmodifiableSortedMap(new TreeMap<>(known)));
    vips = Collections.unmodifiableSortedMap(new TreeMap<>(vips));
    refusals = Collections.unmodifiableSortedMap(new TreeMap<>(refusals));
    sessions = Collections.unmodifiableSortedMap(new TreeMap<>(sessions));
    problems = List.copyOf(problems);
  }

  /** Knows which Services cause a prefix. */
  public interface Owners {
    SortedSet<ServiceRef> of(IpPrefix prefix);
  }

  /**
   * The picture of a plan.
   *
   * @param problems of reading; those of planning are added
   */
  public static ClusterPicture of(
      Allocations allocations, ClusterPlan plan, List<Problem> problems) {
    SortedMap<ServiceRef, String> refusals = new TreeMap<>();
    allocations
        .services()
        .forEach(
            (service, allocation) ->
                allocation.conditions().stream()
                    .filter(c -> c.status() == Condition.Status.FALSE)
                    .findFirst()
                    .ifPresent(c -> refusals.put(service, words(c))));
    SortedMap<SessionKey, SessionPicture> sessions = new TreeMap<>();
    List<Problem> all = new ArrayList<>(problems);
    all.addAll(plan.problems());
    for (NodePlan node : plan.nodes().values()) {
      all.addAll(node.problems());
      for (PlannedTarget target : node.sessions().values()) {
        sessions.put(
            new SessionKey(node.node(), target.id().owner(), target.id().name()),
            SessionPicture.of(target));
      }
    }
    return new ClusterPicture(
        allocations.assignments(),
        refusals,
        sessions,
        Optional.of(LinkPicture.of(plan)),
        Optional.of(KernelPicture.of(plan)),
        prefix -> owners(plan, prefix),
        all.stream().distinct().sorted().toList());
  }

  private static SortedSet<ServiceRef> owners(ClusterPlan plan, IpPrefix prefix) {
    SortedSet<ServiceRef> out = new TreeSet<>(plan.owners(prefix));
    out.addAll(plan.linkOwners(prefix));
    return out;
  }

  private static String words(Condition condition) {
    return condition.message().isEmpty()
        ? condition.reason()
        : condition.reason() + ": " + condition.message();
  }

  /** Owners of the exact prefixes of VIPs, for pictures that know no more. */
  public static Owners ownersOf(Map<ServiceRef, List<Vip>> vips) {
    Map<IpPrefix, SortedSet<ServiceRef>> owners = new TreeMap<>();
    vips.forEach(
        (service, held) ->
            held.forEach(
                vip ->
                    owners
                        .computeIfAbsent(vip.ip().toPrefix(), p -> new TreeSet<>())
                        .add(service)));
    return prefix -> owners.getOrDefault(prefix, Collections.emptySortedSet());
  }
}
