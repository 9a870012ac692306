package io.readback.core.lint;

import io.readback.core.allocate.CiliumService;
import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.BgpPeerConfig;
import io.readback.core.model.LabelSelector;
import io.readback.core.model.ProblemCode;
import io.readback.core.model.Service;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Services that two entries with different local preferences select. */
final class DifferingLocalPreferences implements LintRule {
  private record Preferring(BgpAdvertisement advertisement, BgpAdvertisement.Entry entry) {
    long preference() {
      return entry.attributes().localPreference().orElse(0);
    }
  }

  @Override
  public void check(LintInput input, Findings findings) {
    Set<BgpAdvertisement.Entry> told = new HashSet<>();
    for (BgpPeerConfig config : input.state().peerConfigs().values()) {
      for (BgpPeerConfig.FamilyExport family : config.families()) {
        family.advertisements().ifPresent(selector -> check(input, selector, told, findings));
      }
    }
  }

  private static void check(
      LintInput input,
      LabelSelector selector,
      Set<BgpAdvertisement.Entry> told,
      Findings findings) {
    List<Preferring> earlier = new ArrayList<>();
    for (BgpAdvertisement advertisement : input.state().advertisements().values()) {
      if (!selector.matches(advertisement.labels())) {
        continue;
      }
      for (BgpAdvertisement.Entry entry : advertisement.entries()) {
        if (entry.attributes().localPreference().isEmpty() || entry.selector().isEmpty()) {
          continue;
        }
        Preferring now = new Preferring(advertisement, entry);
        for (Preferring before : earlier) {
          Optional<Service> both =
              before.preference() == now.preference()
                  ? Optional.empty()
                  : both(input.state().services().values(), before.entry(), entry);
          if (both.isPresent() && told.add(entry)) {
            long larger = Math.max(before.preference(), now.preference());
            findings.add(
                ProblemCode.LOCAL_PREFERENCES_DIFFER,
                ObjectRefs.ref(advertisement),
                entry.origin(),
                "spec.advertisements.attributes.localPreference",
                "Service "
                    + both.get().ref()
                    + " is selected with the local preference "
                    + now.preference()
                    + " here and with "
                    + before.preference()
                    + " by "
                    + before.advertisement().name()
                    + "; "
                    + larger
                    + " is sent",
                "Let the selectors select different Services, or use one preference");
          }
        }
        earlier.add(now);
      }
    }
  }

  private static Optional<Service> both(
      Collection<Service> services, BgpAdvertisement.Entry a, BgpAdvertisement.Entry b) {
    LabelSelector first = a.selector().orElse(LabelSelector.EVERYTHING);
    LabelSelector second = b.selector().orElse(LabelSelector.EVERYTHING);
    if (a.serviceAddresses().stream().noneMatch(b.serviceAddresses()::contains)) {
      return Optional.empty();
    }
    return services.stream()
        .filter(
            s -> {
              var labels = CiliumService.selectableLabels(s);
              return first.matches(labels) && second.matches(labels);
            })
        .min(java.util.Comparator.comparing(Service::ref));
  }
}
