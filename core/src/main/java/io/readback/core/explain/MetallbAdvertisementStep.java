package io.readback.core.explain;

import io.readback.core.admission.MetallbAdmission;
import io.readback.core.admission.MetallbAdmission.Announcement;
import io.readback.core.model.LabelSelector;
import io.readback.core.model.Labels;
import io.readback.core.model.MetallbAdvertisement;
import io.readback.core.model.MetallbL2Advertisement;
import io.readback.core.model.MetallbPool;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Service;
import io.readback.core.plan.ServicePlan.AddressPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether a BGPAdvertisement announces the pool of a VIP, and selects the Service. */
final class MetallbAdvertisementStep {
  private final Known known;
  private final Chain chain;

  MetallbAdvertisementStep(Known known, Chain chain) {
    this.known = known;
    this.chain = chain;
  }

  void add(Service service, AddressPlan address) {
    String poolName = address.pool().orElse("");
    String subject =
        address.address() + (poolName.isEmpty() ? "" : " of IPAddressPool " + poolName);
    @Nullable MetallbPool pool = known.input().cluster().metallb().pools().get(poolName);
    if (pool == null) {
      chain.failed(
          "advertisement",
          subject,
          "no IPAddressPool gave the address, so no BGPAdvertisement announces it",
          "let an IPAddressPool with the address exist before the Service asks for it");
      return;
    }
    List<String> selecting = new ArrayList<>();
    List<String> refusing = new ArrayList<>();
    List<String> mending = new ArrayList<>();
    boolean selectsPool = false;
    SortedMap<String, Announcement> effective =
        MetallbAdmission.of(known.input().cluster()).announcements();
    for (MetallbAdvertisement a : known.input().cluster().metallb().advertisements().values()) {
      String name = "BGPAdvertisement " + Known.named(a.name(), a.origin());
      if (!a.selects(pool)) {
        refusing.add(name + " is for " + pools(a));
      } else if (!isEffective(effective.get(a.name()), poolName)) {
        refusing.add(name + " has no effect" + known.trouble(ref(a)));
        mending.add(known.endingTrouble(ref(a)));
      } else if (!a.selects(service)) {
        selectsPool = true;
        refusing.add(name + " " + mismatch(a.serviceSelectors(), service.labels()));
      } else {
        selecting.add(name + " announces it");
      }
    }
    if (!selecting.isEmpty()) {
      chain.ok("advertisement", subject, String.join("; ", selecting));
      return;
    }
    if (refusing.isEmpty()) {
      chain.failed(
          "advertisement",
          subject,
          "there is no BGPAdvertisement" + link(pool) + problems(),
          "apply a BGPAdvertisement in namespace "
              + pool.namespace()
              + "; with an empty spec it announces every pool to every BGPPeer");
      return;
    }
    chain.failed(
        "advertisement",
        subject,
        String.join("; ", refusing) + link(pool),
        !mending.isEmpty()
            ? String.join("; ", mending)
            : selectsPool
                ? "label the Service to match serviceSelectors "
                    + Known.place(service.origin())
                    + ", or change them"
                : "add "
                    + poolName
                    + " to spec.ipAddressPools of a BGPAdvertisement, or apply one for it");
  }

  private static boolean isEffective(@Nullable Announcement announcement, String pool) {
    return announcement != null && announcement.pools().contains(pool);
  }

  private static String pools(MetallbAdvertisement a) {
    List<String> parts = new ArrayList<>();
    if (!a.pools().isEmpty()) {
      parts.add("pools " + String.join(", ", a.pools()));
    }
    if (!a.poolSelectors().isEmpty()) {
      parts.add("pools labelled " + selectors(a.poolSelectors()));
    }
    return String.join(" and ", parts);
  }

  static String selectors(List<LabelSelector> selectors) {
    return selectors.stream().map(LabelSelector::toString).collect(Collectors.joining(" or "));
  }

  /** Why none of the selectors matches. */
  static String mismatch(List<LabelSelector> selectors, Labels labels) {
    return selectors.stream()
        .map(s -> Mismatch.of(s, labels))
        .filter(m -> !m.isEmpty())
        .collect(Collectors.joining("; or "));
  }

  /** Announcing on a link is another thing than telling a router. */
  private String link(MetallbPool pool) {
    return known.input().cluster().metallb().l2Advertisements().values().stream()
        .filter(a -> a.selects(pool))
        .map(MetallbL2Advertisement::name)
        .findFirst()
        .map(name -> "; L2Advertisement " + name + " is for links, not for routers")
        .orElse("");
  }

  private String problems() {
    return known.trouble("BGPAdvertisement");
  }

  private static ObjectRef ref(MetallbAdvertisement a) {
    return new ObjectRef("BGPAdvertisement", a.namespace(), a.name());
  }
}
