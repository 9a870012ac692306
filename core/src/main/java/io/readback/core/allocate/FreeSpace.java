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
  private final BigInteger total;
  private long taken;

  FreeSpace(AddressBlock block) {
    total = block.size();
    add(block.start(), block.stop());
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
