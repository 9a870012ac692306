package io.readback.core.lint;

import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.MetallbAdvertisement;
import io.readback.core.model.Node;
import io.readback.core.model.ProblemCode;
import java.util.List;

/** Local preferences that reach external peers alone, which never hear of them. */
final class ExternalLocalPreference implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    input.state().metallb().advertisements().values().stream()
        .filter(advertisement -> advertisement.localPreference().isPresent())
        .forEach(advertisement -> check(input, advertisement, findings));
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

  private static void check(
      LintInput input, MetallbAdvertisement advertisement, Findings findings) {
    List<PlannedPeer> peers =
        input.peers().stream()
            .filter(p -> p.object().kind().equals("BGPPeer"))
            .filter(p -> advertisement.selectsPeer(p.object().name()))
            .filter(p -> selectsNode(input, advertisement, p.node()))
            .toList();
    if (!peers.isEmpty() && peers.stream().allMatch(p -> p.session().external())) {
      findings.add(
          ProblemCode.LOCAL_PREFERENCE_EXTERNAL,
          ObjectRefs.ref(advertisement),
          advertisement.origin(),
          "spec.localPref",
          "all sessions that carry this, such as "
              + peers.get(0).session().id()
              + ", are external, where a local preference is never sent",
          "Use a community that the router turns into a preference, or remove it");
    }
  }

  private static boolean selectsNode(
      LintInput input, MetallbAdvertisement advertisement, String name) {
    Node node = input.state().nodes().get(name);
    return node != null && advertisement.selects(node);
  }
}
