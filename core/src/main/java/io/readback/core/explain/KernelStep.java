package io.readback.core.explain;

import io.readback.core.plan.ServicePlan.AddressPlan;
import io.readback.core.plan.ServicePlan.KernelPlan;
import io.readback.spi.net.IpAddress;
import io.readback.spi.observe.AnnouncerObservation;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.target.KernelTable;
import java.util.Locale;
import java.util.Optional;

/** Which kernels hold a route to an address, and whether this node's does. */
final class KernelStep {
  private final ExplainInput input;
  private final Chain chain;

  KernelStep(ExplainInput input, Chain chain) {
    this.input = input;
    this.chain = chain;
  }

  void add(AddressPlan address) {
    address.kernels().forEach(k -> add(address.address(), k));
  }

  private void add(IpAddress vip, KernelPlan kernel) {
    KernelTable table = kernel.target();
    String subject =
        vip
            + ", kernel table "
            + table.table()
            + " ("
            + table.mode().name().toLowerCase(Locale.ROOT)
            + ")";
    if (kernel.nodes().isEmpty()) {
      chain.failed(
          "advertisement",
          subject,
          kernel.object() + " is for it, and selects no node",
          "let its nodeSelector match a node");
      return;
    }
    if (kernel.holders().isEmpty()) {
      chain.failed(
          "advertisement",
          subject,
          kernel.object()
              + " is for it; no node that may take its traffic is there to "
              + (table.mode() == KernelTable.Mode.NEXTHOPS ? "lead to" : "hold the route"),
          "run its pods on these nodes, or use the policy Cluster");
      return;
    }
    String detail =
        kernel.object()
            + " puts a route into "
            + PeerGroup.names(kernel.holders())
            + (kernel.nexthops().isEmpty() ? "" : " by " + PeerGroup.names(kernel.nexthops()));
    Optional<TargetStatus> here = here(table);
    if (!kernel.holders().contains(input.node()) || here.isEmpty()) {
      chain.ok("advertisement", subject, detail);
      return;
    }
    String refused = here.get().rejected().get(vip.toPrefix());
    if (refused != null) {
      chain.failed(
          "advertisement",
          subject,
          detail + "; on this node (" + input.node() + "): " + refused,
          "see `ip route show " + vip + " table " + table.table() + "` there");
    } else if (here.get().advertised().get(vip.toPrefix()) != null) {
      chain.ok("advertisement", subject, detail + "; this node (" + input.node() + ") has it");
    } else {
      chain.unknown(
          "advertisement", subject, detail + "; this node (" + input.node() + ") not yet", "");
    }
  }

  private Optional<TargetStatus> here(KernelTable table) {
    for (AnnouncerObservation observation : input.book().announcers().values()) {
      for (TargetStatus status : observation.targets()) {
        if (status.id().equals(table.id())) {
          return Optional.of(status);
        }
      }
    }
    return Optional.empty();
  }
}
