package io.readback.core.explain;

import io.readback.core.model.LabelSelector;
import io.readback.core.model.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says in words why a selector does not match labels. */
final class Mismatch {
  private Mismatch() {}

  /**
   * The requirements that fail, such as {@code wants app=web but app is shop}; empty: it matches.
   */
  static String of(LabelSelector selector, Labels labels) {
    List<String> out = new ArrayList<>();
    for (Map.Entry<String, String> want : selector.matchLabels().values().entrySet()) {
      if (!want.getValue().equals(labels.values().get(want.getKey()))) {
        out.add(
            "wants "
                + want.getKey()
                + "="
                + want.getValue()
                + " but "
                + has(labels, want.getKey()));
      }
    }
    for (LabelSelector.Requirement requirement : selector.matchExpressions()) {
      if (!new LabelSelector(Labels.NONE, List.of(requirement)).matches(labels)) {
        out.add("wants " + requirement + " but " + has(labels, requirement.key()));
      }
    }
    return String.join(", ", out);
  }

  private static String has(Labels labels, String key) {
    return labels.has(key) ? key + " is " + labels.get(key, "") : "there is no label " + key;
  }
}
