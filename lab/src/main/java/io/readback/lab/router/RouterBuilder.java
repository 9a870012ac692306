package io.readback.lab.router;

import io.readback.lab.LabException;
import io.readback.lab.LabNode;

/**
 * The configuration of a router that runs on a node.
 *
 * @param <B> the make's own class
 */
public abstract class RouterBuilder<B extends RouterBuilder<B>> extends RouterConfig<B> {
  final LabNode node;

  RouterBuilder(LabNode node, long as, String routerId) {
    super(as, routerId);
    this.node = node;
  }

  /**
   * Starts the router and returns when it answers; sessions come up later.
   *
   * @throws LabException when the node has no such program, or it refuses its configuration
   */
  public abstract BgpRouter start();

  final void require(String make, String program) {
    if (!node.exec("test", "-x", program).ok()) {
      throw new LabException(
          "%s has no %s: namespace nodes have it after scripts/setup test".formatted(node, make));
    }
  }
}
