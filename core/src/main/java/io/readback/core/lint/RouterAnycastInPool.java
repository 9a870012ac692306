package io.readback.core.lint;

import io.readback.core.model.AddressBlock;
import io.readback.core.model.Dialect;
import io.readback.core.model.MetallbPool;
import io.readback.core.model.ProblemCode;
import io.readback.spi.net.IpAddress;

/**
 * IPv6 pools for links that hold the first address of their /64, the subnets that links have: the
 * routers on the link answer for it.
 */
final class RouterAnycastInPool implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    for (PoolBlocks pool : PoolBlocks.all(input.state())) {
      if (!isForLinks(input, pool)) {
        continue;
      }
      for (int i = 0; i < pool.blocks().size(); i++) {
        AddressBlock block = pool.blocks().get(i);
        IpAddress start = block.start();
        if (start.isIpv6() && start.low() == 0) {
          findings.add(
              ProblemCode.POOL_ROUTER_ANYCAST,
              pool.pool(),
              pool.origin(),
              pool.field(i),
              "the block "
                  + block
                  + " begins with the address that all routers of its subnet have, and VIPs of the"
                  + " pool are answered for on links",
              "Let it begin at " + start.next());
        }
      }
    }
  }

  private static boolean isForLinks(LintInput input, PoolBlocks pool) {
    if (pool.dialect() != Dialect.METALLB) {
      return input.state().l2Policies().values().stream().anyMatch(p -> p.loadBalancerIps());
    }
    MetallbPool of = input.state().metallb().pools().get(pool.pool().name());
    return of != null
        && input.state().metallb().l2Advertisements().values().stream()
            .anyMatch(a -> a.selects(of));
  }
}
