package io.readback.core.lint;

import io.readback.core.allocate.CiliumService;
import io.readback.core.model.AddressPool;
import io.readback.core.model.Dialect;
import io.readback.core.model.ProblemCode;
import io.readback.core.model.Service;
import io.readback.spi.net.IpAddress;
import java.util.List;

/** Services that ask for addresses which no pool has. */
final class RequestedAddressOutside implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    List<AddressPool> pools =
        input.state().pools().values().stream().filter(p -> p.dialect() == Dialect.CILIUM).toList();
    if (pools.isEmpty()) {
      return;
    }
    for (Service service : input.loadBalancers()) {
      if (!CiliumService.servesClass(service)) {
        continue;
      }
      for (IpAddress address : CiliumService.requestedAddresses(service)) {
        if (isOutside(address, pools)) {
          findings.add(
              ProblemCode.REQUESTED_ADDRESS_OUTSIDE,
              ObjectRefs.ref(service),
              service.origin(),
              "",
              "the Service asks for " + address + ", which is in no pool",
              "Ask for an address of a pool, or extend one");
        }
      }
    }
  }

  static boolean isOutside(IpAddress address, List<AddressPool> pools) {
    return pools.stream()
        .flatMap(p -> p.blocks().stream())
        .noneMatch(block -> block.contains(address));
  }
}
