package io.readback.core.plan;

import io.readback.core.model.MetallbAdvertisement;
import io.readback.core.model.MetallbPool;
import io.readback.core.model.Node;
import io.readback.core.model.Service;
import io.readback.core.model.TrafficPolicy;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.target.TargetId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What MetalLB's rules make of a VIP, the checks in the order MetalLB makes them.
 *
 * @param rivals advertisements of the Service that contradict each other
 */
record MetallbRuling(
    MetallbExports exports,
    Service service,
    ServiceAddress vip,
    Reach reach,
    Optional<MetallbExports.Rivals> rivals,
    PlanInput input)
    implements ExportClass.Ruling {
  /** More advertisements than these are not gone through in words. */
  private static final int TOLD = 8;

  @Override
  public ServicePlan.Decision on(String node, Topology.Session session) {
    Optional<TargetId> target = Optional.of(session.target().id());
    String peer = session.spec().peer();
    if (vip.pool().isEmpty()) {
      return ServicePlan.Decision.refused(
          node,
          target,
          NotAnnounced.NOT_FROM_A_POOL,
          "no IPAddressPool gave the address, so no BGPAdvertisement announces it");
    }
    if (!exports.families().contains(vip.address().family())) {
      return ServicePlan.Decision.refused(
          node,
          target,
          NotAnnounced.FAMILY_NOT_ON_SESSION,
          "BGPPeer "
              + peer
              + " carries only the family of its own address; it has no dualStackAddressFamily");
    }
    List<MetallbOffer> matching =
        exports.offers().stream().filter(o -> o.announces(service, vip)).toList();
    if (matching.isEmpty()) {
      return ServicePlan.Decision.refused(
          node, target, NotAnnounced.NO_ADVERTISEMENT_SELECTS_SERVICE, mismatches(node, peer));
    }
    if (rivals.isPresent()) {
      return ServicePlan.Decision.refused(
          node, target, NotAnnounced.CONFLICTING_ADVERTISEMENTS, words(rivals.get()));
    }
    if (exports.silence().isPresent()) {
      return ServicePlan.Decision.refused(node, target, exports.silence().get(), "node " + node);
    }
    if (!reach.includes(node)) {
      boolean local = service.externalTrafficPolicy() == TrafficPolicy.LOCAL;
      return ServicePlan.Decision.refused(
          node,
          target,
          local ? NotAnnounced.NO_LOCAL_ENDPOINTS : NotAnnounced.NO_ENDPOINTS,
          local
              ? "the traffic policy is Local and node " + node + " has no endpoint that can serve"
              : "there is no endpoint anywhere that can serve");
    }
    SortedSet<IpPrefix> prefixes = new TreeSet<>();
    matching.forEach(o -> prefixes.add(o.prefix(vip.address())));
    return new ServicePlan.Decision(
        node,
        target,
        List.copyOf(prefixes),
        Optional.empty(),
        "BGPAdvertisement " + names(matching));
  }

  private static String words(MetallbExports.Rivals rivals) {
    return "BGPAdvertisement "
        + rivals.one().name()
        + " sets localPref "
        + preference(rivals.one())
        + " and "
        + rivals.other().name()
        + " "
        + preference(rivals.other())
        + " for the same prefix";
  }

  private static String preference(MetallbOffer offer) {
    return offer.attributes().localPreference().isPresent()
        ? Long.toString(offer.attributes().localPreference().getAsLong())
        : "0";
  }

  private static String names(List<MetallbOffer> offers) {
    return String.join(", ", offers.stream().map(MetallbOffer::name).toList());
  }

  /** What each advertisement lacks. */
  private String mismatches(String node, String peer) {
    var advertisements = input.state().metallb().advertisements().values();
    if (advertisements.isEmpty()) {
      return "there is no BGPAdvertisement";
    }
    List<String> out = new ArrayList<>();
    for (MetallbAdvertisement advertisement : advertisements) {
      if (out.size() == TOLD) {
        out.add("and " + (advertisements.size() - TOLD) + " more do not select it");
        break;
      }
      out.add(
          "BGPAdvertisement " + advertisement.name() + " " + mismatch(advertisement, node, peer));
    }
    return String.join("; ", out);
  }

  private String mismatch(MetallbAdvertisement advertisement, String nodeName, String peer) {
    List<String> lacks = new ArrayList<>();
    MetallbPool pool = input.state().metallb().pools().get(vip.pool().orElse(""));
    if (pool == null || !advertisement.selects(pool)) {
      lacks.add("does not announce pool " + vip.pool().orElse(""));
    }
    if (!advertisement.selectsPeer(peer)) {
      lacks.add("is for peers " + advertisement.peers());
    }
    @Nullable Node node = input.state().nodes().get(nodeName);
    if (node == null || !advertisement.selects(node)) {
      lacks.add("does not select node " + nodeName);
    }
    if (!advertisement.selects(service)) {
      lacks.add("has serviceSelectors that do not match the Service");
    }
    return lacks.isEmpty() ? "has no effect, see its problems" : String.join(" and ", lacks);
  }
}
