package io.readback.core.lint;

import io.readback.core.model.AddressBlock;
import io.readback.core.model.AddressPool;
import io.readback.core.model.BgpAdvertisement;
import io.readback.core.model.Dialect;
import io.readback.core.model.ProblemCode;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Aggregates that reach beyond the pools. */
final class AggregateCoversOthers implements LintRule {
  @Override
  public void check(LintInput input, Findings findings) {
    List<AddressBlock> space = space(input, Dialect.CILIUM);
    for (BgpAdvertisement advertisement : input.state().advertisements().values()) {
      for (BgpAdvertisement.Entry entry : advertisement.entries()) {
        boolean vips =
            entry.serviceAddresses().contains(BgpAdvertisement.ServiceAddress.LOAD_BALANCER_IP);
        if (!vips || entry.type() != BgpAdvertisement.Type.SERVICE) {
          continue;
        }
        for (boolean ipv6 : new boolean[] {false, true}) {
          OptionalInt length = ipv6 ? entry.aggregationLengthIpv6() : entry.aggregationLengthIpv4();
          if (length.isPresent()) {
            Optional<IpPrefix> beyond = beyond(space, ipv6, length.getAsInt());
            beyond.ifPresent(
                prefix ->
                    findings.add(
                        ProblemCode.AGGREGATE_COVERS_OTHERS,
                        ObjectRefs.ref(advertisement),
                        entry.origin(),
                        "spec.advertisements.service.aggregationLengthIPv" + (ipv6 ? 6 : 4),
                        "the aggregate "
                            + prefix
                            + " holds addresses that are in no pool; traffic to them is attracted"
                            + " and goes in circles",
                        "Use a longer aggregation length, or give the pool the whole prefix"));
          }
        }
      }
    }
  }

  /** An aggregate around a block's end that is not within the pools. */
  static Optional<IpPrefix> beyond(List<AddressBlock> space, boolean ipv6, int length) {
    for (AddressBlock block : space) {
      if (block.start().isIpv6() != ipv6) {
        continue;
      }
      for (IpAddress end : List.of(block.start(), block.stop())) {
        IpPrefix aggregate = IpPrefix.containing(end, length);
        if (!block.contains(aggregate.network()) || !block.contains(aggregate.last())) {
          return Optional.of(aggregate);
        }
      }
    }
    return Optional.empty();
  }

  /** The addresses of all pools of a dialect; blocks that touch are one. */
  static List<AddressBlock> space(LintInput input, Dialect dialect) {
    List<AddressBlock> blocks = new ArrayList<>();
    for (AddressPool pool : input.state().pools().values()) {
      if (pool.dialect() == dialect) {
        blocks.addAll(pool.blocks());
      }
    }
    blocks.sort(Comparator.comparing(AddressBlock::start));
    List<AddressBlock> joined = new ArrayList<>();
    for (AddressBlock block : blocks) {
      AddressBlock last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (last != null
          && last.start().family() == block.start().family()
          && (last.overlaps(block) || last.stop().next().equals(block.start()))) {
        IpAddress stop = last.stop().compareTo(block.stop()) >= 0 ? last.stop() : block.stop();
        joined.set(joined.size() - 1, AddressBlock.of(last.start(), stop));
      } else {
        joined.add(block);
      }
    }
    return joined;
  }
}
