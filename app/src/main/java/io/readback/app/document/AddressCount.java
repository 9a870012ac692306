package io.readback.app.document;

import io.readback.core.allocate.Vip;
import io.readback.core.diff.PlanDiff.ServiceChange;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Addresses that Services gain and lose; one of each, of a family and a Service, is a move. */
record AddressCount(int gained, int lost, int moved) {
  static AddressCount of(List<ServiceChange> changes) {
    int gained = 0;
    int lost = 0;
    int moved = 0;
    for (ServiceChange change : changes) {
      for (AddressFamily family : AddressFamily.values()) {
        Set<IpAddress> had = addresses(change.before(), family);
        Set<IpAddress> has = addresses(change.after(), family);
        Set<IpAddress> kept = new TreeSet<>(had);
        kept.retainAll(has);
        int out = had.size() - kept.size();
        int in = has.size() - kept.size();
        int both = Math.min(in, out);
        moved += both;
        gained += in - both;
        lost += out - both;
      }
    }
    return new AddressCount(gained, lost, moved);
  }

  private static Set<IpAddress> addresses(List<Vip> vips, AddressFamily family) {
    Set<IpAddress> out = new TreeSet<>();
    vips.stream().map(Vip::ip).filter(ip -> ip.family() == family).forEach(out::add);
    return out;
  }
}
