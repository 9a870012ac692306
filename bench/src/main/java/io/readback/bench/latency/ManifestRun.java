package io.readback.bench.latency;

import io.readback.bench.agent.Layout;

/**
 * How long a change of a manifest takes, from the rename that puts the new file in place.
 * Milliseconds.
 *
 * @param others Services that do not change
 * @param samples changes seen both on the wire and in the kernel
 * @param problem why there are no figures; empty: there are
 * @param wire until the new route's UPDATE left the agent's node
 * @param kernel until FRR had put the route into its kernel's forwarding table
 */
public record ManifestRun(
    int others, Layout layout, int samples, String problem, Figures wire, Figures kernel) {
  static final Figures NONE = new Figures(0, 0, 0, 0);

  /** Of all samples. */
  public record Figures(double least, double median, double p99, double most) {}
}
