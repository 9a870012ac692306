package io.readback.bgp.rib;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bgp.codec.Nlri;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NlriBlockTest {
  private static List<IpPrefix> read(List<NlriSlice> slices, boolean ipv6) {
    List<IpPrefix> prefixes = new ArrayList<>();
    for (NlriSlice slice : slices) {
      for (int at = 0; at < slice.length(); at += Nlri.octets(slice.bytes(), at)) {
        prefixes.add(Nlri.read(slice.bytes(), at, ipv6 ? AddressFamily.IPV6 : AddressFamily.IPV4));
      }
    }
    return prefixes;
  }

  @Property(tries = 200)
  void addAndRemove_anySequence_keepsTheSetInOrder(
      @ForAll long seed, @ForAll boolean ipv6, @ForAll @IntRange(min = 1, max = 4000) int steps) {
    Random random = new Random(seed);
    NlriBlock block = new NlriBlock();
    TreeSet<IpPrefix> model = new TreeSet<>();
    List<NlriSlice> earlier = List.of();
    List<IpPrefix> earlierModel = List.of();
    boolean growing = true;
    for (int i = 0; i < steps; i++) {
      growing = random.nextInt(500) == 0 ? !growing : growing;
      IpPrefix prefix = prefix(random, ipv6);
      boolean present = model.contains(prefix);
      if (!present && (growing || random.nextInt(4) == 0)) {
        block.add(prefix);
        model.add(prefix);
      } else {
        IpPrefix some = model.ceiling(prefix);
        if (some != null) {
          block.remove(some);
          model.remove(some);
        }
      }
      if (i == steps / 2) {
        earlier = block.snapshot();
        earlierModel = List.copyOf(model);
      }
    }
    assertThat(read(block.snapshot(), ipv6)).containsExactlyElementsOf(model);
    assertThat(block.count()).isEqualTo(model.size());
    assertThat(read(earlier, ipv6)).isEqualTo(earlierModel);
  }

  private static IpPrefix prefix(Random random, boolean ipv6) {
    AddressFamily family = ipv6 ? AddressFamily.IPV6 : AddressFamily.IPV4;
    long high = (random.nextInt(8192) << 4) * 0x100000000L;
    int length = ipv6 ? 16 + random.nextInt(113) : 16 + random.nextInt(17);
    return IpPrefix.containing(
        IpAddress.ofBits(family, high, ipv6 ? random.nextLong() : 0), length);
  }

  @Test
  void copy_laterChanges_leaveTheOtherAlone() {
    NlriBlock block = new NlriBlock();
    block.add(IpPrefix.parse("10.0.0.1/32"));
    NlriBlock copy = block.copy();
    block.add(IpPrefix.parse("10.0.0.2/32"));
    copy.add(IpPrefix.parse("10.0.0.3/32"));
    assertThat(read(block.snapshot(), false).toString()).isEqualTo("[10.0.0.1/32, 10.0.0.2/32]");
    assertThat(read(copy.snapshot(), false).toString()).isEqualTo("[10.0.0.1/32, 10.0.0.3/32]");
  }

  @Test
  void snapshot_manyHostRoutes_hasFewFullChunks() {
    NlriBlock block = new NlriBlock();
    for (int i = 0; i < 100_000; i++) {
      block.add(IpPrefix.of(IpAddress.ofIpv4(0x0a000000 + i), 32));
    }
    assertThat(block.snapshot()).hasSizeLessThanOrEqualTo(100_000 / 819 + 1);
  }
}
