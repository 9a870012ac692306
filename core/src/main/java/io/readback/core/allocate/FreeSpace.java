package io.readback.core.allocate;

import io.readback.core.model.AddressBlock;
import io.readback.spi.net.IpAddress;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The free addresses of a block, kept as maximal runs. All operations cost the logarithm of the
 * number of runs.
 */
final class FreeSpace {
  private static final Comparator<AddressBlock> SMALLEST =
      Comparator.comparing(AddressBlock::size).thenComparing(AddressBlock::start);

  private final TreeMap<IpAddress, AddressBlock> byStart = new TreeMap<>();
  private final TreeSet<AddressBlock> bySize = new TreeSet<>(SMALLEST);
  private BigInteger total = BigInteger.ZERO;
  private long taken;

  FreeSpace(AddressBlock block) {
    provide(block.start(), block.stop());
  }

  private FreeSpace() {}

  /** The block without IPv4 addresses that end in .0 or .255, see {@link #isBuggy}. */
  static FreeSpace withoutBuggy(AddressBlock block) {
    if (block.start().isIpv6()) {
      return new FreeSpace(block);
    }
    FreeSpace space = new FreeSpace();
    long stop = Integer.toUnsignedLong(block.stop().ipv4Value());
    long first = Integer.toUnsignedLong(block.start().ipv4Value());
    while (first <= stop) {
      long last = Math.min(stop, first | 0xff);
      long low = Math.max(first, (first & ~0xffL) + 1);
      long high = Math.min(last, (first | 0xff) - 1);
      if (low <= high) {
        space.provide(IpAddress.ofIpv4((int) low), IpAddress.ofIpv4((int) high));
      }
      first = last + 1;
    }
    return space;
  }

  /** Whether some devices, against smurf attacks, wrongly drop packets to this address. */
  static boolean isBuggy(IpAddress address) {
    int last = address.isIpv4() ? address.ipv4Value() & 0xff : 1;
    return last == 0 || last == 0xff;
  }

  private void provide(IpAddress start, IpAddress stop) {
    total = total.add(AddressBlock.of(start, stop).size());
    add(start, stop);
  }

  BigInteger total() {
    return total;
  }

  /** How many addresses are taken. */
  BigInteger used() {
    return BigInteger.valueOf(taken);
  }

  boolean isFull() {
    return byStart.isEmpty();
  }

  /** The first address of the smallest run, so that holes are filled before fresh space. */
  Optional<IpAddress> next() {
    return bySize.isEmpty() ? Optional.empty() : Optional.of(bySize.first().start());
  }

  /** The lowest free address. */
  Optional<IpAddress> lowest() {
    return byStart.isEmpty() ? Optional.empty() : Optional.of(byStart.firstKey());
  }

  /** Takes an address of the block; nothing happens where it is taken already. */
  void take(IpAddress address) {
    Map.Entry<IpAddress, AddressBlock> found = byStart.floorEntry(address);
    if (found == null || !found.getValue().contains(address)) {
      return;
    }
    AddressBlock run = found.getValue();
    remove(run);
    if (!run.start().equals(address)) {
      add(run.start(), address.previous());
    }
    if (!run.stop().equals(address)) {
      add(address.next(), run.stop());
    }
    taken++;
  }

  /** Gives back an address that is taken. */
  void release(IpAddress address) {
    Map.Entry<IpAddress, AddressBlock> below = byStart.floorEntry(address);
    if (below != null && below.getValue().contains(address)) {
      return;
    }
    IpAddress start = address;
    IpAddress stop = address;
    if (below != null && below.getValue().stop().next().equals(address)) {
      start = below.getValue().start();
      remove(below.getValue());
    }
    Map.Entry<IpAddress, AddressBlock> above = byStart.higherEntry(address);
    if (above != null && above.getValue().start().previous().equals(address)) {
      stop = above.getValue().stop();
      remove(above.getValue());
    }
    add(start, stop);
    taken--;
  }

  private void add(IpAddress start, IpAddress stop) {
    AddressBlock run = AddressBlock.of(start, stop);
    byStart.put(start, run);
    bySize.add(run);
  }

  private void remove(AddressBlock run) {
    byStart.remove(run.start());
    bySize.remove(run);
  }
}
