package io.readback.core.lint;

import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.BgpPeerConfig;
import io.readback.core.model.LabelSelector;
import io.readback.core.model.ProblemCode;
import java.util.ArrayList;
import java.util.List;

/** Advertisements that no family of any peer configuration selects. */
final class UnusedAdvertisement implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    List<LabelSelector> selectors = new ArrayList<>();
    for (BgpPeerConfig config : input.state().peerConfigs().values()) {
      config.families().forEach(family -> family.advertisements().ifPresent(selectors::add));
    }
    // families without any selector are found by themselves
    if (selectors.isEmpty()) {
      return;
    }
    for (BgpAdvertisement advertisement : input.state().advertisements().values()) {
      if (selectors.stream().noneMatch(s -> s.matches(advertisement.labels()))) {
        findings.add(
            ProblemCode.ADVERTISEMENT_UNUSED,
            ObjectRefs.ref(advertisement),
            advertisement.origin(),
            "metadata.labels",
            "no family of a CiliumBGPPeerConfig selects this advertisement by its labels "
                + advertisement.labels(),
            "A family asks for " + selectors.get(0) + ": give it these labels, or mend the family");
      }
    }
  }
}
