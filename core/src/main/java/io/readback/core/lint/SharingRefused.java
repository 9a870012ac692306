package io.readback.core.lint;

import io.readback.core.allocate.CiliumService;
import io.readback.core.model.ProblemCode;
import io.readback.core.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Services of one sharing key that may not share an address. */
final class SharingRefused implements LintRule {
  /** Of a larger group the rest is not compared: each Service is with all before it. */
  private static final int LARGEST_GROUP = 200;

  @Override
  public void check(LintInput input, Findings findings) {
    Map<String, List<Service>> groups = new TreeMap<>();
    for (Service service : input.loadBalancers()) {
      String key = CiliumService.sharingKey(service);
      if (!key.isEmpty() && CiliumService.servesClass(service)) {
        groups.computeIfAbsent(key, k -> new ArrayList<>()).add(service);
      }
    }
    groups.forEach((key, group) -> check(key, group, findings));
  }

  private static void check(String key, List<Service> group, Findings findings) {
    for (int i = 1; i < Math.min(group.size(), LARGEST_GROUP); i++) {
      Service service = group.get(i);
      for (Service other : group.subList(0, i)) {
        Optional<String> refusal = CiliumService.sharingRefusal(service, other);
        if (refusal.isPresent()) {
          findings.add(
              ProblemCode.SHARING_REFUSED,
              ObjectRefs.ref(service),
              service.origin(),
              "metadata.annotations",
              "the Service has the sharing key '"
                  + key
                  + "' as "
                  + other.ref()
                  + " has, and may not share with it: "
                  + refusal.get(),
              remedy(refusal.get()));
          break;
        }
      }
    }
  }

  private static String remedy(String refusal) {
    if (refusal.contains("namespace")) {
      return "Name the other namespace, on both sides, in"
          + " lbipam.cilium.io/sharing-cross-namespace";
    }
    return refusal.contains("port")
        ? "Use different ports, or another key"
        : "Make externalTrafficPolicy and selectors agree, or use another key";
  }
}
