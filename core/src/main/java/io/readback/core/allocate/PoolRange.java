package io.readback.core.allocate;

import io.readback.core.model.AddressBlock;
import io.readback.core.model.AddressPool;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.math.BigInteger;

/** One block of a pool with its free addresses. */
final class PoolRange {
  private static final BigInteger SMALLEST_WITH_RESERVED_ENDS = BigInteger.valueOf(3);

  private final AddressPool pool;
  private final AddressBlock block;
  private final boolean endsReserved;
  private final boolean allocating;
  private final FreeSpace free;

  /**
   * @param conflicting the pool overlaps an older one, or itself
   */
  PoolRange(AddressPool pool, AddressBlock block, boolean conflicting) {
    this.pool = pool;
    this.block = block;
    endsReserved =
        !pool.firstLastUsable()
            && block.cidr().isPresent()
            && block.size().compareTo(SMALLEST_WITH_RESERVED_ENDS) >= 0;
    allocating = !pool.disabled() && !conflicting;
    free = new FreeSpace(block);
    if (endsReserved) {
      free.take(block.start());
      free.take(block.stop());
    }
  }

  AddressPool pool() {
    return pool;
  }

  AddressBlock block() {
    return block;
  }

  AddressFamily family() {
    return block.start().family();
  }

  /** Whether new addresses may be given out; holders keep theirs in any case. */
  boolean allocating() {
    return allocating;
  }

  FreeSpace free() {
    return free;
  }

  boolean contains(IpAddress address) {
    return block.contains(address);
  }

  boolean serves(ServiceRequest request) {
    return pool.serviceSelector().map(s -> s.matches(request.labels())).orElse(true);
  }

  boolean reserves(IpAddress address) {
    return endsReserved && (address.equals(block.start()) || address.equals(block.stop()));
  }

  void take(IpAddress address) {
    free.take(address);
  }

  void release(IpAddress address) {
    if (!reserves(address)) {
      free.release(address);
    }
  }
}
