package io.readback.core.plan;

import io.readback.core.model.Service;
import io.readback.spi.net.AddressFamily;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What sessions of MetalLB's dialect are to announce: VIPs, and nothing else.
 *
 * <p>A local preference that is not set stays unset: the speaker gives internal peers 100 then, the
 * default of every router, as FRR does underneath MetalLB.
 *
 * @param offers the advertisements for this peer on this node, by name
 * @param rivals the pairs of advertisements on this node, for whichever peer, of which one Service
 *     must not have both
 * @param silence why the node announces nothing, whatever the Service
 */
record MetallbExports(
    SortedSet<AddressFamily> families,
    boolean carriesLocalPreference,
    List<MetallbOffer> offers,
    List<Rivals> rivals,
    Optional<NotAnnounced> silence)
    implements ExportClass {
  MetallbExports {
    families = Collections.unmodifiableSortedSet(new TreeSet<>(families));
    offers = List.copyOf(offers);
    rivals = List.copyOf(rivals);
  }

  /** Two advertisements with different local preferences for a common peer. */
  record Rivals(MetallbOffer one, MetallbOffer other) {}

  @Override
  public List<NodeRoute> ofNode(NodeFacts node) {
    return List.of();
  }

  @Override
  public List<Export> exports(Service service, PlanInput input) {
    List<ServiceAddress> vips = MetallbRules.vips(service, input);
    if (vips.isEmpty()
        || offers.isEmpty()
        || silence.isPresent()
        || contradiction(service, vips).isPresent()) {
      return List.of();
    }
    Reach reach = MetallbRules.reach(service, input);
    if (reach.isNowhere()) {
      return List.of();
    }
    List<Export> out = new ArrayList<>(2);
    for (AddressFamily family : families) {
      for (ServiceAddress vip : vips) {
        if (vip.address().family() != family) {
          continue;
        }
        for (MetallbOffer offer : offers) {
          if (offer.announces(service, vip)) {
            out.add(
                new Export(
                    vip, new Contribution(offer.prefix(vip.address()), reach, offer.attributes())));
          }
        }
      }
    }
    return out;
  }

  /** Two advertisements that give one prefix of the Service different local preferences. */
  Optional<Rivals> contradiction(Service service, List<ServiceAddress> vips) {
    for (Rivals pair : rivals) {
      for (ServiceAddress vip : vips) {
        if (pair.one().contradicts(pair.other(), service, vip)) {
          return Optional.of(pair);
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public SortedMap<String, Integer> endpoints(
      Service service, ServiceAddress address, PlanInput input) {
    return MetallbRules.endpoints(service, input);
  }

  @Override
  public Optional<Ruling> ruling(Service service, ServiceAddress address, PlanInput input) {
    return MetallbRules.concerns(address)
        ? Optional.of(
            new MetallbRuling(
                this,
                service,
                address,
                MetallbRules.reach(service, input),
                contradiction(service, MetallbRules.vips(service, input)),
                input))
        : Optional.empty();
  }
}
