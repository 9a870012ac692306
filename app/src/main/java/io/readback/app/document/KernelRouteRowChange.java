package io.readback.app.document;

import io.readback.core.diff.KernelChange;
import io.readback.core.diff.KernelPicture;
import io.readback.core.model.ServiceRef;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A route of a node's kernel in a plan: added, withdrawn or changed. */
public record KernelRouteRowChange(
    String node,
    String prefix,
    String change,
    List<String> services,
    @Nullable KernelRouteRow before,
    @Nullable KernelRouteRow after) {

  /**
   * A route of a kernel as planned.
   *
   * @param via next hops with their weights, or an interface; none: packets are dropped
   * @param groups how it leads by a nexthop group, in words; empty in modes without next hops
   */
  public record KernelRouteRow(
      String manifest,
      String mode,
      long table,
      long metric,
      int protocol,
      List<String> via,
      String groups) {}

  static KernelRouteRowChange of(KernelChange change) {
    return new KernelRouteRowChange(
        change.key().node(),
        change.prefix().toString(),
        change.kind().name().toLowerCase(Locale.ROOT),
        change.services().stream().map(ServiceRef::toString).toList(),
        row(change.before()),
        row(change.after()));
  }

  private static @Nullable KernelRouteRow row(Optional<KernelPicture.Row> of) {
    if (of.isEmpty()) {
      return null;
    }
    KernelPicture.Place p = of.get().place();
    return new KernelRouteRow(
        p.manifest(), p.mode(), p.table(), p.metric(), p.protocol(), of.get().via(), p.groups());
  }
}
