package io.readback.core.plan;

import io.readback.core.model.HostFacts;
import java.util.Optional;

/**
 * The machine that an agent runs on. Of the machines of other nodes nothing is known.
 *
 * @param node the node that it is; empty: none of the cluster's
 */
record LocalHost(String node, HostFacts facts) {
  static final LocalHost NONE = new LocalHost("", HostFacts.NONE);

  Optional<HostFacts> of(String name) {
    return name.equals(node) ? Optional.of(facts) : Optional.empty();
  }
}
