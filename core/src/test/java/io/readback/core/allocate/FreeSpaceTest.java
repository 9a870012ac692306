package io.readback.core.allocate;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.core.model.AddressBlock;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.math.BigInteger;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FreeSpaceTest {
  @Property(tries = 300)
  void takeAndRelease_anySequence_agreesWithASet(
      @ForAll @Size(max = 60) java.util.List<@IntRange(min = -15, max = 15) Integer> steps) {
    FreeSpace space = new FreeSpace(AddressBlock.of(IpPrefix.parse("255.255.255.240/28")));
    TreeSet<Integer> free = new TreeSet<>();
    for (int i = 0; i < 16; i++) {
      free.add(i);
    }
    for (int step : steps) {
      IpAddress address = IpAddress.ofIpv4(0xfffffff0 + Math.abs(step));
      if (step >= 0) {
        space.take(address);
        free.remove(step);
      } else {
        space.release(address);
        free.add(-step);
      }
      assertThat(space.used()).isEqualTo(BigInteger.valueOf(16L - free.size()));
      assertThat(space.isFull()).isEqualTo(free.isEmpty());
      assertThat(space.next().map(a -> a.ipv4Value() & 15).orElse(-1)).isEqualTo(next(free));
    }
  }

  /** The start of the smallest run of consecutive numbers, the lowest of equally small ones. */
  private static int next(TreeSet<Integer> free) {
    int best = -1;
    int bestLength = Integer.MAX_VALUE;
    int start = -1;
    for (int i = 0; i <= 16; i++) {
      if (free.contains(i)) {
        start = start < 0 ? i : start;
      } else if (start >= 0) {
        if (i - start < bestLength) {
          best = start;
          bestLength = i - start;
        }
        start = -1;
      }
    }
    return best;
  }

  @Test
  void next_wholeIpv6Range_startsAtItsFirstAddress() {
    FreeSpace space = new FreeSpace(AddressBlock.of(IpPrefix.parse("::/0")));
    space.take(IpAddress.parse("::"));
    assertThat(space.next()).contains(IpAddress.parse("::1"));
    assertThat(space.total()).isEqualTo(BigInteger.ONE.shiftLeft(128));
  }
}
