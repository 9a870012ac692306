package io.readback.core.lint;

import io.readback.core.model.AddressBlock;
import io.readback.core.model.ProblemCode;
import java.math.BigInteger;

/** Blocks larger than an IPv4 /16 or an IPv6 /64. */
final class VeryLargeBlock implements LintRule {
  private static final BigInteger MOST_IPV4 = BigInteger.ONE.shiftLeft(16);
  private static final BigInteger MOST_IPV6 = BigInteger.ONE.shiftLeft(64);

  @Override
  public void check(LintInput input, Findings findings) {
    for (PoolBlocks pool : PoolBlocks.all(input.state())) {
      for (int i = 0; i < pool.blocks().size(); i++) {
        AddressBlock block = pool.blocks().get(i);
        boolean ipv4 = block.start().isIpv4();
        if (block.size().compareTo(ipv4 ? MOST_IPV4 : MOST_IPV6) > 0) {
          findings.add(
              ProblemCode.POOL_VERY_LARGE,
              pool.pool(),
              pool.origin(),
              pool.field(i),
              "the block "
                  + block
                  + " has more addresses than "
                  + (ipv4 ? "an IPv4 /16" : "an IPv6 /64")
                  + ", which is far more than Services need",
              "Check the prefix length: does all of it belong to this cluster?");
        }
      }
    }
  }
}
