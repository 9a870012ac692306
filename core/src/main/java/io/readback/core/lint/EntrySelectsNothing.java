package io.readback.core.lint;

import io.readback.core.allocate.CiliumService;
import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.LabelSelector;
import io.readback.core.model.ProblemCode;
import io.readback.core.model.Service;
import java.util.Collection;

/** Entries whose selector matches no Service with an address of the types they name. */
final class EntrySelectsNothing implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    Collection<Service> services = input.state().services().values();
    if (services.isEmpty()) {
      return;
    }
    for (BgpAdvertisement advertisement : input.state().advertisements().values()) {
      for (BgpAdvertisement.Entry entry : advertisement.entries()) {
        if (entry.type() != BgpAdvertisement.Type.SERVICE || entry.selector().isEmpty()) {
          continue;
        }
        LabelSelector selector = entry.selector().get();
        boolean labelled =
            services.stream().anyMatch(s -> selector.matches(CiliumService.selectableLabels(s)));
        boolean addressed =
            services.stream()
                .anyMatch(
                    s ->
                        hasAddress(s, entry)
                            && selector.matches(CiliumService.selectableLabels(s)));
        if (!addressed) {
          findings.add(
              ProblemCode.ENTRY_SELECTS_NOTHING,
              ObjectRefs.ref(advertisement),
              entry.origin(),
              "spec.advertisements",
              labelled
                  ? "no Service that the entry selects has an address of the types that it names"
                  : "no Service matches " + selector + ", so the entry announces nothing",
              labelled ? "Correct service.addresses" : "Mend the selector, or label the Services");
        }
      }
    }
  }

  private static boolean hasAddress(Service service, BgpAdvertisement.Entry entry) {
    return entry.serviceAddresses().stream()
        .anyMatch(
            type ->
                switch (type) {
                  case LOAD_BALANCER_IP -> service.isLoadBalancer();
                  case CLUSTER_IP -> !service.clusterIps().isEmpty();
                  case EXTERNAL_IP -> !service.externalIps().isEmpty();
                });
  }
}
