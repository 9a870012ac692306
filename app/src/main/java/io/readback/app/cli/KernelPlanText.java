package io.readback.app.cli;

import io.readback.app.cli.PlanText.Line;
import io.readback.app.document.KernelRouteRowChange;
import io.readback.app.document.KernelRouteRowChange.KernelRouteRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The part of a plan that is about kernels: nodes at which the same happens are named together. */
final class KernelPlanText {
  private final List<KernelRouteRowChange> changes;

  KernelPlanText(List<KernelRouteRowChange> changes) {
    this.changes = changes;
  }

  /** Gives each section: its title and lines. */
  void sections(BiConsumer<String, List<Line>> to) {
    Map<String, List<Line>> byNode = new LinkedHashMap<>();
    for (KernelRouteRowChange change : changes) {
      byNode.computeIfAbsent(change.node(), n -> new ArrayList<>()).add(line(change));
    }
    Map<List<Line>, List<String>> nodes = new LinkedHashMap<>();
    byNode.forEach((node, lines) -> nodes.computeIfAbsent(lines, l -> new ArrayList<>()).add(node));
    nodes.forEach(
        (lines, names) -> to.accept("In the kernel of " + String.join(", ", names), lines));
  }

  private static Line line(KernelRouteRowChange change) {
    String services = String.join(", ", change.services());
    KernelRouteRow before = change.before();
    KernelRouteRow after = change.after();
    if (after == null) {
      return new Line("-", List.of(change.prefix(), services, before == null ? "" : place(before)));
    }
    if (before == null) {
      return new Line("+", List.of(change.prefix(), services, place(after) + ", " + way(after)));
    }
    if (place(before).equals(place(after))) {
      String ways =
          way(before).equals(way(after))
              ? "nexthop groups " + before.groups() + " -> " + after.groups()
              : way(before) + " -> " + way(after);
      return new Line("~", List.of(change.prefix(), services, place(after) + ", " + ways));
    }
    return new Line(
        "~",
        List.of(
            change.prefix(),
            services,
            place(before) + ", " + way(before) + " -> " + place(after) + ", " + way(after)));
  }

  private static String place(KernelRouteRow row) {
    return "table " + row.table() + " metric " + row.metric() + " protocol " + row.protocol();
  }

  private static String way(KernelRouteRow row) {
    return switch (row.mode()) {
      case "local" -> "local";
      case "discard" -> "blackhole";
      case "table" -> "on " + String.join(", ", row.via());
      default -> "via " + String.join(", ", row.via());
    };
  }
}
