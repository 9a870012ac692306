package io.readback.kernel.ledger;

import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.KernelTable;
import java.util.TreeMap;

/** One target: what it should hold, what it holds, what it cannot hold. */
final class TargetLedger {
  private final KernelTable spec;
  private RouteTable wanted = RouteTable.EMPTY;
  private RouteTable installed = RouteTable.EMPTY;
  private final TreeMap<IpPrefix, Refusal> refusals = new TreeMap<>();

  /**
   * @param lasting whether nothing that happens in the kernel can help
   */
  record Refusal(String reason, boolean lasting) {}

  TargetLedger(KernelTable spec) {
    this.spec = spec;
  }

  KernelTable spec() {
    return spec;
  }

  RouteTable wanted() {
    return wanted;
  }

  void want(RouteTable table) {
    wanted = table;
  }

  void installed(IpPrefix prefix) {
    refusals.remove(prefix);
    var path = wanted.get(prefix);
    if (path != null) {
      installed = installed.with(prefix, path);
    }
  }

  void gone(IpPrefix prefix) {
    installed = installed.without(prefix);
  }

  void refused(IpPrefix prefix, String reason, boolean lasting) {
    refusals.put(prefix, new Refusal(reason, lasting));
  }

  void forget(IpPrefix prefix) {
    refusals.remove(prefix);
    installed = installed.without(prefix);
  }

  TreeMap<IpPrefix, Refusal> refusals() {
    return refusals;
  }

  TargetStatus status() {
    TreeMap<IpPrefix, String> rejected = new TreeMap<>();
    refusals.forEach((prefix, r) -> rejected.put(prefix, r.reason()));
    return TargetStatus.builder(spec.id())
        .accepted(wanted)
        .advertised(installed)
        .rejected(rejected)
        .build();
  }
}
