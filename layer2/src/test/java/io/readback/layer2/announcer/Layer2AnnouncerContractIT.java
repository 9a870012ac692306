package io.readback.layer2.announcer;

import io.readback.lab.Lab;
import io.readback.lab.LabNode;
import io.readback.lab.LabTest;
import io.readback.layer2.frame.MacAddress;
import io.readback.layer2.link.LinkSpeaker;
import io.readback.layer2.link.LinkTargets;
import io.readback.layer2.probe.LinkProbe;
import io.readback.linux.LinuxException;
import io.readback.linux.call.NetworkNamespace;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.plugin.AnnouncerFactory;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.Route;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.TargetId;
import io.readback.spi.target.TargetSpec;
import io.readback.testkit.AnnouncerContract;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Stream;

/** The announcer on a node of the lab; the world is whom a neighbour hears answering. */
@LabTest
class Layer2AnnouncerContractIT extends AnnouncerContract<Layer2Settings> {
  private final LabNode client;
  private final LabNode node;

  Layer2AnnouncerContractIT(Lab lab) {
    boolean first = lab.nodes().isEmpty();
    client = first ? lab.node("client", "203.0.113.250/24", "2001:db8::fe/64") : lab.nodes().get(0);
    node = first ? lab.node("node", "203.0.113.251/24") : lab.nodes().get(1);
  }

  @Override
  protected AnnouncerFactory<Layer2Settings> factory() {
    return new Layer2AnnouncerFactory(
        (self, settings, context) -> {
          // starting is short and cannot be interrupted; the thread that enters the namespace could
          boolean interrupted = Thread.interrupted();
          try {
            return new NetworkNamespace(node.networkNamespace())
                .call(
                    () ->
                        LinkSpeaker.start(
                            self,
                            settings.options(),
                            context.logger(),
                            settings.watch().maker(),
                            context::requestObservation));
          } catch (LinuxException e) {
            throw e;
          } catch (Exception e) {
            throw new IllegalStateException(e);
          } finally {
            if (interrupted) {
              Thread.currentThread().interrupt();
            }
          }
        });
  }

  @Override
  protected Map<String, String> settings() {
    return Map.of("watch", "none");
  }

  @Override
  protected TargetSpec target() {
    return LinkTargets.of("node", Map.of("node", "203.0.113.251"), List.of())
        .values()
        .iterator()
        .next()
        .spec();
  }

  @Override
  protected String ipv6Prefix() {
    return "2001:db8::1/128";
  }

  @Override
  protected Optional<Route> unacceptable() {
    return Optional.of(
        new Route(IpPrefix.parse("198.51.100.0/24"), Path.self(PathAttributes.NONE)));
  }

  @Override
  protected World world() {
    return new World() {
      @Override
      public RouteTable routes(TargetId target) {
        try {
          RouteTable seen = RouteTable.EMPTY;
          for (Map.Entry<IpAddress, SortedSet<MacAddress>> e : answers().entrySet()) {
            if (!e.getValue().isEmpty()) {
              seen = seen.with(e.getKey().toPrefix(), Path.self(PathAttributes.NONE));
            }
          }
          return seen;
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }

      @Override
      public boolean keepsRetained() {
        return false;
      }
    };
  }

  /** What the client hears; arping and ndisc6 judge in the other tests. */
  private SortedMap<IpAddress, SortedSet<MacAddress>> answers() throws Exception {
    List<IpAddress> asked =
        Stream.of("203.0.113.1", "203.0.113.2", "2001:db8::1").map(IpAddress::parse).toList();
    return new NetworkNamespace(client.networkNamespace())
        .call(() -> LinkProbe.ask("eth0", asked, Duration.ofMillis(240)));
  }
}
