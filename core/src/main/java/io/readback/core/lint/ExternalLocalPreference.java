package io.readback.core.lint;

import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.ProblemCode;
import java.util.List;

/** Local preferences that reach external peers alone, which never hear of them. */
final class ExternalLocalPreference implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    for (BgpAdvertisement advertisement : input.state().advertisements().values()) {
      if (advertisement.entries().stream()
          .noneMatch(e -> e.attributes().localPreference().isPresent())) {
        continue;
      }
      List<PlannedPeer> peers = Exporting.peers(input, advertisement);
      boolean external =
          peers.stream().allMatch(p -> p.session().peerAsn() != 0 && !p.session().internal());
      if (peers.isEmpty() || !external) {
        continue;
      }
      for (BgpAdvertisement.Entry entry : advertisement.entries()) {
        if (entry.attributes().localPreference().isPresent()) {
          findings.add(
              ProblemCode.LOCAL_PREFERENCE_EXTERNAL,
              ObjectRefs.ref(advertisement),
              entry.origin(),
              "spec.advertisements.attributes.localPreference",
              "all sessions that carry this, such as "
                  + peers.get(0).session().id()
                  + ", are external, where a local preference is never sent",
              "Use a community that the router turns into a preference, or remove it");
        }
      }
    }
  }
}
