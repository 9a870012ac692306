package io.readback.core.plan;

import io.readback.core.admission.MetallbAdmission.Announcement;
import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.MetallbAdvertisement;
import io.readback.core.model.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The advertisements of MetalLB's dialect that have effect, asked for node by node. */
final class MetallbOffers {
  private final Map<MetallbAdvertisement, MetallbOffer> offers = new LinkedHashMap<>();
  private final Map<List<MetallbAdvertisement>, List<MetallbExports.Rivals>> rivals =
      new HashMap<>();

  /**
   * @param announcements by name of the advertisement
   */
  MetallbOffers(Collection<Announcement> announcements) {
    for (Announcement announcement : announcements) {
      MetallbAdvertisement advertisement = announcement.advertisement();
      offers.put(
          advertisement,
          new MetallbOffer(
              advertisement.name(),
              advertisement.aggregationLengthIpv4(),
              advertisement.aggregationLengthIpv6(),
              announcement.pools(),
              advertisement.serviceSelectors(),
              new BgpAdvertisement.Attributes(
                  announcement.communities(),
                  announcement.largeCommunities(),
                  advertisement.localPreference())));
    }
  }

  /** Those that select a node. */
  List<MetallbAdvertisement> on(Node node) {
    return offers.keySet().stream().filter(a -> a.selects(node)).toList();
  }

  /** What the selected ones offer to a peer. */
  List<MetallbOffer> offers(List<MetallbAdvertisement> selected, String peer) {
    List<MetallbOffer> out = new ArrayList<>();
    for (MetallbAdvertisement advertisement : selected) {
      MetallbOffer offer = offers.get(advertisement);
      if (offer != null && advertisement.selectsPeer(peer)) {
        out.add(offer);
      }
    }
    return out;
  }

  /** Pairs that meet on a node; nodes with the same advertisements share the answer. */
  List<MetallbExports.Rivals> rivals(List<MetallbAdvertisement> selected) {
    return rivals.computeIfAbsent(selected, this::findRivals);
  }

  private List<MetallbExports.Rivals> findRivals(List<MetallbAdvertisement> selected) {
    List<MetallbExports.Rivals> out = new ArrayList<>();
    for (int i = 0; i < selected.size(); i++) {
      for (int j = i + 1; j < selected.size(); j++) {
        MetallbOffer one = offers.get(selected.get(i));
        MetallbOffer other = offers.get(selected.get(j));
        if (one != null && other != null && meet(selected.get(i), selected.get(j), one, other)) {
          out.add(new MetallbExports.Rivals(one, other));
        }
      }
    }
    return List.copyOf(out);
  }

  /** Whether two may meet at a peer with different local preferences for one pool. */
  private static boolean meet(
      MetallbAdvertisement a, MetallbAdvertisement b, MetallbOffer one, MetallbOffer other) {
    return !a.localPreference().equals(b.localPreference())
        && (a.peers().isEmpty()
            || b.peers().isEmpty()
            || !Collections.disjoint(a.peers(), b.peers()))
        && !Collections.disjoint(one.pools(), other.pools());
  }
}
