package io.readback.core.lint;

import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.ProblemCode;

/** Entries that select nothing because they have no selector. */
final class EntryWithoutSelector implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    for (BgpAdvertisement advertisement : input.state().advertisements().values()) {
      for (BgpAdvertisement.Entry entry : advertisement.entries()) {
        boolean services = entry.type() == BgpAdvertisement.Type.SERVICE;
        boolean selects = services || entry.type() == BgpAdvertisement.Type.POD_IP_POOL;
        if (selects && entry.selector().isEmpty()) {
          findings.add(
              ProblemCode.ENTRY_WITHOUT_SELECTOR,
              ObjectRefs.ref(advertisement),
              entry.origin(),
              "spec.advertisements",
              "the entry has no selector, so it announces no "
                  + (services ? "Service" : "pod pool")
                  + " at all",
              services
                  ? "For all Services add selector: {matchExpressions: [{key: somekey, operator:"
                      + " NotIn, values: [never-used-value]}]}"
                  : "Add a selector of pod pools");
        }
      }
    }
  }
}
