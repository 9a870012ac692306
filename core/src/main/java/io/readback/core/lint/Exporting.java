package io.readback.core.lint;

import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.BgpPeerConfig;
import java.util.List;

/** Which planned sessions carry an advertisement. */
final class Exporting {
  private Exporting() {}

  static List<PlannedPeer> peers(LintInput input, BgpAdvertisement advertisement) {
    return input.peers().stream().filter(p -> carries(input, p, advertisement)).toList();
  }

  private static boolean carries(
      LintInput input, PlannedPeer peer, BgpAdvertisement advertisement) {
    BgpPeerConfig config =
        peer.peerConfig().map(name -> input.state().peerConfigs().get(name)).orElse(null);
    return config != null
        && config.families().stream()
            .flatMap(family -> family.advertisements().stream())
            .anyMatch(selector -> selector.matches(advertisement.labels()));
  }
}
