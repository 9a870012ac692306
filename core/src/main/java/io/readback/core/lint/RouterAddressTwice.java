package io.readback.core.lint;

import io.readback.core.model.ProblemCode;
import io.readback.core.model.RouterConfig;
import io.readback.spi.net.IpAddress;
import java.util.Map;
import java.util.TreeMap;

/** Routers with one address. */
final class RouterAddressTwice implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    Map<IpAddress, String> first = new TreeMap<>();
    for (RouterConfig router : input.state().routers().values()) {
      for (IpAddress address : router.addresses()) {
        String other = first.putIfAbsent(address, router.name());
        if (other != null && !other.equals(router.name())) {
          findings.add(
              ProblemCode.ROUTER_ADDRESS_TWICE,
              ObjectRefs.ref(router),
              router.origin(),
              "spec.address",
              "Router " + other + " has the address " + address + " already",
              "Let each address stand in one Router");
        }
      }
    }
  }
}
