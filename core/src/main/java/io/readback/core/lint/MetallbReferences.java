package io.readback.core.lint;

import io.readback.core.manifest.NearestName;
import io.readback.core.model.CommunityValue;
import io.readback.core.model.MetallbAdvertisement;
import io.readback.core.model.MetallbCommunity;
import io.readback.core.model.MetallbObjects;
import io.readback.core.model.MetallbPeer;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Origin;
import io.readback.core.model.ProblemCode;
import io.readback.core.model.Service;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Names in MetalLB's objects and annotations that lead nowhere. */
final class MetallbReferences implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    MetallbObjects metallb = input.state().metallb();
    for (MetallbPeer peer : metallb.peers().values()) {
      peer.bfdProfile()
          .ifPresent(
              name ->
                  named(
                      ProblemCode.UNKNOWN_REFERENCE,
                      ObjectRefs.ref(peer),
                      peer.origin(),
                      "spec.bfdProfile",
                      "BFDProfile",
                      name,
                      metallb.bfdProfiles().keySet(),
                      findings));
    }
    for (MetallbAdvertisement advertisement : metallb.advertisements().values()) {
      advertisement(metallb, advertisement, findings);
    }
    for (Service service : input.loadBalancers()) {
      String pool =
          service
              .annotations()
              .get(
                  "metallb.io/address-pool",
                  service.annotations().get("metallb.universe.tf/address-pool", ""));
      if (!pool.isEmpty()) {
        named(
            ProblemCode.UNKNOWN_POOL,
            ObjectRefs.ref(service),
            service.origin(),
            "metadata.annotations",
            "IPAddressPool",
            pool,
            metallb.pools().keySet(),
            findings);
      }
    }
  }

  private static void advertisement(
      MetallbObjects metallb, MetallbAdvertisement advertisement, Findings findings) {
    ObjectRef ref = ObjectRefs.ref(advertisement);
    for (String pool : advertisement.pools()) {
      named(
          ProblemCode.UNKNOWN_POOL,
          ref,
          advertisement.origin(),
          "spec.ipAddressPools",
          "IPAddressPool",
          pool,
          metallb.pools().keySet(),
          findings);
    }
    for (String peer : advertisement.peers()) {
      named(
          ProblemCode.UNKNOWN_REFERENCE,
          ref,
          advertisement.origin(),
          "spec.peers",
          "BGPPeer",
          peer,
          metallb.peers().keySet(),
          findings);
    }
    Set<String> aliases = new TreeSet<>();
    for (MetallbCommunity community : metallb.communities().values()) {
      community.aliases().forEach(alias -> aliases.add(alias.name()));
    }
    for (String community : advertisement.communities()) {
      if (CommunityValue.parse(community).isEmpty()) {
        named(
            ProblemCode.UNKNOWN_REFERENCE,
            ref,
            advertisement.origin(),
            "spec.communities",
            "alias of a Community",
            community,
            aliases,
            findings);
      }
    }
  }

  private static void named(
      ProblemCode code,
      ObjectRef object,
      Origin origin,
      String field,
      String kind,
      String name,
      Collection<String> known,
      Findings findings) {
    if (!known.contains(name)) {
      findings.add(
          code,
          object,
          origin,
          field,
          "there is no " + kind + " called " + name,
          NearestName.of(name, known)
              .map(n -> "Did you mean " + n + "?")
              .orElse("Add it, or mend the name"));
    }
  }
}
