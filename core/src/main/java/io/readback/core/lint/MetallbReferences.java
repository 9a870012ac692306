package io.readback.core.lint;

import io.readback.core.allocate.MetallbService;
import io.readback.core.manifest.NearestName;
import io.readback.core.model.MetallbAdvertisement;
import io.readback.core.model.MetallbL2Advertisement;
import io.readback.core.model.MetallbObjects;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Origin;
import io.readback.core.model.ProblemCode;
import io.readback.core.model.Service;
import java.util.Collection;

/**
 * Names of pools and peers that lead nowhere in MetalLB's dialect. What leaves an object without
 * effect, such as an unknown BFD profile, its admission says.
 */
final class MetallbReferences implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    MetallbObjects metallb = input.state().metallb();
    for (MetallbAdvertisement advertisement : metallb.advertisements().values()) {
      advertisement(metallb, advertisement, findings);
    }
    for (MetallbL2Advertisement advertisement : metallb.l2Advertisements().values()) {
      for (String pool : advertisement.pools()) {
        named(
            ProblemCode.UNKNOWN_POOL,
            ObjectRefs.ref(advertisement),
            advertisement.origin(),
            "spec.ipAddressPools",
            "IPAddressPool",
            pool,
            metallb.pools().keySet(),
            findings);
      }
    }
    for (Service service : input.loadBalancers()) {
      String pool = MetallbService.annotation(service, MetallbService.POOL);
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
