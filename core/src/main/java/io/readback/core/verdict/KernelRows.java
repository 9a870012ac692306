package io.readback.core.verdict;

import io.readback.core.plan.ServicePlan.AddressPlan;
import io.readback.core.plan.ServicePlan.KernelPlan;
import io.readback.spi.net.IpAddress;
import io.readback.spi.observe.AnnouncerObservation;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.target.KernelTable;
import java.util.List;
import java.util.stream.Collectors;

/** What is said of an address that kernels have routes to, and of which no router is told. */
final class KernelRows {
  private final JudgeInput input;

  KernelRows(JudgeInput input) {
    this.input = input;
  }

  /** A refusal of this node's kernel counts; of other nodes' kernels nothing is known here. */
  RouteVerdict.Builder judge(RouteVerdict.Builder row, AddressPlan address) {
    List<KernelPlan> held = address.kernels().stream().filter(k -> !k.holders().isEmpty()).toList();
    String refused =
        held.stream()
            .filter(k -> k.holders().contains(input.node()))
            .map(k -> refusal(k.target(), address.address()))
            .filter(r -> !r.isEmpty())
            .collect(Collectors.joining("; "));
    if (!refused.isEmpty()) {
      return row.verdict(
          VerdictKind.MISSING,
          "ANNOUNCER_REFUSES",
          "no route in the kernel of " + input.node() + ": " + refused);
    }
    String holders =
        held.stream()
            .map(k -> String.join(", ", k.holders()) + " (table " + k.target().table() + ")")
            .collect(Collectors.joining("; "));
    return row.verdict(
        VerdictKind.UNKNOWN,
        "IN_KERNELS",
        "for the kernels of " + holders + " alone: no router is told, and none is read back");
  }

  private String refusal(KernelTable table, IpAddress vip) {
    for (AnnouncerObservation observation : input.book().announcers().values()) {
      for (TargetStatus status : observation.targets()) {
        if (status.id().equals(table.id())) {
          return status.rejected().getOrDefault(vip.toPrefix(), "");
        }
      }
    }
    return "";
  }
}
