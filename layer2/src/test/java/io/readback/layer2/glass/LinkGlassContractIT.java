package io.readback.layer2.glass;

import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.LabTest;
import io.readback.layer2.frame.MacAddress;
import io.readback.linux.Errno;
import io.readback.linux.LinuxException;
import io.readback.linux.call.NetworkNamespace;
import io.readback.spi.net.IpAddress;
import io.readback.spi.plugin.LookingGlassFactory;
import io.readback.spi.route.NextHop;
import io.readback.spi.route.Route;
import io.readback.testkit.LookingGlassContract;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/** The looking glasses' contract, asked of a link whose nodes have the addresses themselves. */
@LabTest
class LinkGlassContractIT extends LookingGlassContract<LinkGlassConfig>
    implements LookingGlassContract.World {
  private final Lab lab;
  private final LabNode asker;
  private volatile boolean failing;

  LinkGlassContractIT(Lab lab) {
    this.lab = lab;
    asker = lab.nodes().isEmpty() ? lab.node("asker", "192.0.2.254/24") : lab.nodes().get(0);
  }

  @Override
  protected LookingGlassFactory<LinkGlassConfig> factory() {
    AskedLink real = AskedLink.ofThisHost();
    return new LinkGlassFactory(
        new AskedLink() {
          @Override
          public SortedMap<IpAddress, SortedSet<MacAddress>> ask(
              String interfaceName, Collection<IpAddress> addresses, Duration wait)
              throws LinuxException {
            if (failing) {
              throw new LinuxException("ask", Errno.ENETDOWN.value(), "");
            }
            return there(() -> real.ask(interfaceName, addresses, wait));
          }

          @Override
          public SortedSet<IpAddress> own() throws LinuxException {
            return there(real::own);
          }
        });
  }

  private <T> T there(java.util.concurrent.Callable<T> body) throws LinuxException {
    try {
      return new NetworkNamespace(asker.networkNamespace()).call(body);
    } catch (LinuxException e) {
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LinuxException("ask", Errno.EINTR.value(), "");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("interface", "eth0", "wait", "150ms");
  }

  @Override
  protected World world() {
    return this;
  }

  /** A node for each next hop, which has the prefixes by it on its own interface. */
  @Override
  public void hold(List<Route> routes) {
    failing = false;
    SortedSet<String> hops = new TreeSet<>();
    routes.forEach(r -> r.path().nextHops().forEach(h -> hops.add(h.toString())));
    for (LabNode node : lab.nodes()) {
      if (node != asker) {
        node.network("ip", "addr", "flush", "dev", "eth0");
      }
    }
    for (String hop : hops) {
      String name = "h" + hop.substring(hop.lastIndexOf('.') + 1);
      LabNode node =
          lab.nodes().stream()
              .filter(n -> n.name().equals(name))
              .findFirst()
              .orElseGet(() -> lab.node(name));
      node.addAddress(hop + "/24");
      for (Route route : routes) {
        for (NextHop by : route.path().nextHops()) {
          if (by.toString().equals(hop)) {
            node.addAddress(route.prefix().toString());
          }
        }
      }
    }
  }

  @Override
  public void fail() {
    failing = true;
  }

  @Override
  public String contents() {
    StringBuilder out = new StringBuilder();
    for (LabNode node : lab.nodes()) {
      out.append(node.network("ip", "neigh", "show").out().replaceAll(" [A-Z]+\\s", "\n"))
          .append(node.network("ip", "addr", "show").out());
    }
    return out.toString();
  }
}
