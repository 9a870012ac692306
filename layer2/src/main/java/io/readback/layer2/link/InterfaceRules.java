package io.readback.layer2.link;

import io.readback.layer2.frame.MacAddress;
import io.readback.linux.netlink.Netlink;
import io.readback.linux.route.Link;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which of a machine's interfaces may take part at all. */
final class InterfaceRules {
  /**
   * Interfaces of containers, tunnels and load balancers, as MetalLB leaves them out: nobody
   * outside is behind them. One that a manifest names takes part all the same.
   */
  private static final Pattern INNER =
      Pattern.compile(
          "^(docker.*|cbr.*|dummy.*|virbr.*|lxcbr.*|veth.*|lo|cali.*|tunl.*|flannel.*|kube-ipvs.*"
              + "|cni.*|nodelocaldns.*|lxc.*|cilium.*)$");

  private InterfaceRules() {}

  /** Those that are up and Ethernet, and no ports of a bridge or bond: its master is meant then. */
  static List<LinkInterface> usable(Collection<Link> links) {
    return links.stream().flatMap(l -> usable(l).stream()).toList();
  }

  private static Optional<LinkInterface> usable(Link link) {
    boolean silent = (link.flags() & (Netlink.IFF_LOOPBACK | Netlink.IFF_NOARP)) != 0;
    if (silent || link.master() != 0 || !link.isRunning()) {
      return Optional.empty();
    }
    // six octets
    return link.hardwareAddress().length() == 17
        ? Optional.of(
            new LinkInterface(link.index(), link.name(), MacAddress.parse(link.hardwareAddress())))
        : Optional.empty();
  }

  /** Whether it leads nowhere outside, going by its name. */
  static boolean isInner(String name) {
    return INNER.matcher(name).matches();
  }
}
