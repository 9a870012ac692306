package io.readback.core.allocate;

import io.readback.core.model.AddressBlock;
import io.readback.core.model.Dialect;
import java.math.BigInteger;
import java.util.List;

/**
 * How full a pool is.
 *
 * @param total addresses it may give out
 * @param used addresses that Services hold, a shared one counted once
 * @param available {@code total - used}
 */
public record PoolUsage(
    String name,
    Dialect dialect,
    List<AddressBlock> blocks,
    BigInteger total,
    BigInteger used,
    BigInteger available,
    List<Condition> conditions) {
  public PoolUsage {
    blocks = List.copyOf(blocks);
    conditions = List.copyOf(conditions);
  }
}
