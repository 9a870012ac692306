package io.readback.core.plan;

import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.Dialect;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Origin;
import io.readback.core.model.ServiceRef;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.target.KernelTable;
import io.readback.spi.target.TargetId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What becomes of the addresses of one Service: where each is announced, or why not.
 *
 * @param obstacle why the Service has no announcement at all whatever the node; empty where it
 *     depends on address, node and target
 * @param addresses VIPs first, then external addresses, then cluster addresses
 */
public record ServicePlan(
    ServiceRef service, Optional<NotAnnounced> obstacle, List<AddressPlan> addresses) {
  public ServicePlan {
    addresses = List.copyOf(addresses);
  }

  /**
   * One address.
   *
   * @param pool of a VIP
   * @param dialect whose rules decide on it
   * @param decisions for sessions, by node, then by target
   * @param link on links; empty where no manifest makes it known there
   * @param kernels in kernels of nodes, by the manifests that are for it
   */
  public record AddressPlan(
      IpAddress address,
      BgpAdvertisement.ServiceAddress type,
      Optional<String> pool,
      Dialect dialect,
      List<Decision> decisions,
      Optional<LinkPlan> link,
      List<KernelPlan> kernels) {
    public AddressPlan {
      decisions = List.copyOf(decisions);
      kernels = List.copyOf(kernels);
    }

    /** Whether some session or link makes it known. */
    public boolean announcedAnywhere() {
      return announcedToPeers() || announcedOnLinks() || heldByKernels();
    }

    public boolean announcedToPeers() {
      return decisions.stream().anyMatch(Decision::announced);
    }

    /** Whether some node's kernel has a route to it. */
    public boolean heldByKernels() {
      return kernels.stream().anyMatch(k -> !k.holders().isEmpty());
    }

    public boolean announcedOnLinks() {
      return link.filter(l -> !l.candidates().isEmpty()).isPresent();
    }
  }

  /**
   * One address in kernels.
   *
   * @param nodes those that the manifest selects
   * @param holders those of them that are to hold a route
   * @param nexthops the nodes it leads to, in the mode NEXTHOPS
   */
  public record KernelPlan(
      ObjectRef object,
      KernelTable target,
      SortedSet<String> nodes,
      SortedSet<String> holders,
      SortedSet<String> nexthops) {
    public KernelPlan {
      nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
      holders = Collections.unmodifiableSortedSet(new TreeSet<>(holders));
      nexthops = Collections.unmodifiableSortedSet(new TreeSet<>(nexthops));
    }
  }

  /**
   * One address on links.
   *
   * @param objects the manifests that are for it
   * @param nodes those that the manifests select and that may take part
   * @param candidates those of them that may answer, by traffic policy and endpoints
   * @param line the candidates in the order in which they stand in for each other
   */
  public record LinkPlan(
      List<ObjectRef> objects,
      SortedSet<String> nodes,
      SortedSet<String> candidates,
      List<String> line) {
    public LinkPlan {
      objects = List.copyOf(objects);
      line = List.copyOf(line);
      nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
      candidates = Collections.unmodifiableSortedSet(new TreeSet<>(candidates));
    }
  }

  /**
   * Something that is set on routes.
   *
   * @param what in words
   * @param by the object that says so, where one does
   */
  public record Setting(String what, Optional<ObjectRef> by, Origin origin) {}

  /**
   * One address at one node and target.
   *
   * @param target empty where the node has none
   * @param prefixes what is announced for the address: itself, or the aggregate around it
   * @param reason why nothing is announced; empty where something is
   * @param detail the objects concerned, in words; may be empty
   * @param settings what our own dialect's settings do to the routes
   */
  public record Decision(
      String node,
      Optional<TargetId> target,
      List<IpPrefix> prefixes,
      Optional<NotAnnounced> reason,
      String detail,
      List<Setting> settings) {
    public Decision {
      prefixes = List.copyOf(prefixes);
      settings = List.copyOf(settings);
    }

    /** As the dialect says. */
    Decision(
        String node,
        Optional<TargetId> target,
        List<IpPrefix> prefixes,
        Optional<NotAnnounced> reason,
        String detail) {
      this(node, target, prefixes, reason, detail, List.of());
    }

    Decision with(List<Setting> value) {
      return new Decision(node, target, prefixes, reason, detail, value);
    }

    static Decision refused(
        String node, Optional<TargetId> target, NotAnnounced reason, String detail) {
      return new Decision(node, target, List.of(), Optional.of(reason), detail);
    }

    public boolean announced() {
      return reason.isEmpty();
    }
  }
}
