package io.readback.core.lint;

import io.readback.core.model.AddressBlock;
import io.readback.core.model.ProblemCode;
import io.readback.spi.net.IpPrefix;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Blocks with addresses that routers do not forward (RFC 6890). */
final class SpecialAddresses implements LintRule {
  private static final SortedMap<IpPrefix, String> SPECIAL = new TreeMap<>();

  static {
    Map.of(
            "0.0.0.0/8", "unspecified",
            "127.0.0.0/8", "loopback",
            "169.254.0.0/16", "link-local",
            "224.0.0.0/4", "multicast",
            "240.0.0.0/4", "reserved",
            "::/127", "unspecified and loopback",
            "fe80::/10", "link-local",
            "ff00::/8", "multicast")
        .forEach((prefix, name) -> SPECIAL.put(IpPrefix.parse(prefix), name));
  }

  @Override
  public void check(LintInput input, Findings findings) {
    for (PoolBlocks pool : PoolBlocks.all(input.state())) {
      for (int i = 0; i < pool.blocks().size(); i++) {
        check(pool, i, findings);
      }
    }
  }

  private static void check(PoolBlocks pool, int index, Findings findings) {
    AddressBlock block = pool.blocks().get(index);
    SPECIAL.forEach(
        (prefix, name) -> {
          if (block.overlaps(AddressBlock.of(prefix))) {
            findings.add(
                ProblemCode.POOL_SPECIAL_ADDRESSES,
                pool.pool(),
                pool.origin(),
                pool.field(index),
                "the block "
                    + block
                    + " holds "
                    + name
                    + " addresses of "
                    + prefix
                    + ", which routers do not forward",
                "Use addresses of your own network");
          }
        });
  }
}
