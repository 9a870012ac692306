package io.readback.core.explain;

import io.readback.core.allocate.CiliumService;
import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.BgpAdvertisement.Entry;
import io.readback.core.model.BgpAdvertisement.ServiceAddress;
import io.readback.core.model.Labels;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Service;
import io.readback.core.plan.ServicePlan.AddressPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether an advertisement selects the Service for this kind of address. */
final class AdvertisementStep {
  private final Known known;
  private final Chain chain;

  AdvertisementStep(Known known, Chain chain) {
    this.known = known;
    this.chain = chain;
  }

  void add(Service service, AddressPlan address) {
    Labels labels = CiliumService.selectableLabels(service);
    List<String> selecting = new ArrayList<>();
    List<String> refusing = new ArrayList<>();
    boolean withoutSelector = false;
    boolean otherType = false;
    for (BgpAdvertisement advertisement : known.input().cluster().advertisements().values()) {
      for (Entry entry : advertisement.entries()) {
        if (entry.type() != BgpAdvertisement.Type.SERVICE) {
          continue;
        }
        String name = Known.named(advertisement.name(), entry.origin());
        if (entry.selector().isEmpty()) {
          refusing.add(name + " has no selector and so selects nothing");
          withoutSelector = true;
        } else if (!entry.selector().get().matches(labels)) {
          refusing.add(name + " " + Mismatch.of(entry.selector().get(), labels));
        } else if (!entry.serviceAddresses().contains(address.type())) {
          refusing.add(name + " selects it, but names only " + words(entry));
          otherType = true;
        } else {
          selecting.add(name + " selects it");
        }
      }
    }
    String subject = address.address() + ", " + word(address.type());
    if (!selecting.isEmpty()) {
      chain.ok("advertisement", subject, String.join("; ", selecting));
      return;
    }
    if (refusing.isEmpty()) {
      chain.failed(
          "advertisement",
          subject,
          (known.input().cluster().advertisements().isEmpty()
                  ? "there is no CiliumBGPAdvertisement"
                  : "no CiliumBGPAdvertisement has an entry of type Service")
              + problems(),
          "apply a CiliumBGPAdvertisement with an entry {advertisementType: Service, service:"
              + " {addresses: ["
              + word(address.type())
              + "]}, selector: …}");
      return;
    }
    String remedy =
        otherType
            ? "add " + word(address.type()) + " to service.addresses of that entry"
            : withoutSelector
                ? "give the entry a selector; for all Services: selector: {matchExpressions: [{key:"
                    + " never, operator: NotIn, values: [used]}]}"
                : "change the entry's selector, or label the Service to match it "
                    + Known.place(service.origin());
    chain.failed("advertisement", subject, String.join("; ", refusing) + problems(), remedy);
  }

  private String problems() {
    StringBuilder out = new StringBuilder();
    for (String name : known.input().cluster().advertisements().keySet()) {
      out.append(known.problems(new ObjectRef(Known.ADVERTISEMENT, "", name)));
    }
    return out.toString();
  }

  private static String words(Entry entry) {
    return String.join(
        ", ", entry.serviceAddresses().stream().map(AdvertisementStep::word).toList());
  }

  /** As manifests write it. */
  static String word(ServiceAddress type) {
    return switch (type) {
      case LOAD_BALANCER_IP -> "LoadBalancerIP";
      case CLUSTER_IP -> "ClusterIP";
      case EXTERNAL_IP -> "ExternalIP";
    };
  }

  static String word(io.readback.spi.net.AddressFamily family) {
    return family.name().toLowerCase(Locale.ROOT);
  }
}
