package io.readback.core.lint;

import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.ProblemCode;
import io.readback.spi.route.Community;
import java.util.Map;
import java.util.TreeMap;

/** Well-known communities that keep traffic away. */
final class HarmfulCommunity implements LintRule {
  static final Map<Community, String> HARM =
      new TreeMap<>(
          Map.of(
              Community.of(0xffff, 0x029a),
              "blackhole makes routers discard the traffic (RFC 7999)",
              Community.of(0xffff, 0x0000),
              "planned-shut, GRACEFUL_SHUTDOWN, makes routers prefer every other path (RFC 8326)",
              Community.of(0xffff, 0xff02),
              "no-advertise keeps the route on the first router"));

  @Override
  public void check(LintInput input, Findings findings) {
    for (BgpAdvertisement advertisement : input.state().advertisements().values()) {
      for (BgpAdvertisement.Entry entry : advertisement.entries()) {
        HARM.forEach(
            (community, harm) -> {
              if (entry.attributes().communities().contains(community)) {
                findings.add(
                    ProblemCode.HARMFUL_COMMUNITY,
                    ObjectRefs.ref(advertisement),
                    entry.origin(),
                    "spec.advertisements.attributes.communities",
                    "the community " + community + ": " + harm,
                    "Remove it unless that is meant");
              }
            });
      }
    }
  }
}
