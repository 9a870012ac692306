package io.readback.bgp.session;

import io.netty.channel.EventLoop;
import io.readback.bgp.discovery.RouterDiscovery;
import io.readback.linux.LinuxException;
import io.readback.spi.net.IpAddress;
import io.readback.spi.target.BgpSession;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Brings what is heard on interfaces to the peers of unnumbered sessions. Lives on the speaker's
 * event loop; the discovery behind it has a thread of its own.
 */
final class UnnumberedLinks {
  private final EventLoop loop;
  private final System.Logger logger;
  private final Function<String, List<Peer>> peers;
  private final RouterDiscovery discovery;

  /** What was heard last, for peers that come later. */
  private final Map<String, IpAddress> heard = new HashMap<>();

  private final Map<String, String> troubles = new HashMap<>();

  /**
   * @param peers those of an interface
   */
  UnnumberedLinks(EventLoop loop, System.Logger logger, Function<String, List<Peer>> peers) {
    this.loop = loop;
    this.logger = logger;
    this.peers = peers;
    this.discovery = new RouterDiscovery(new Relay(), logger);
  }

  /** Listens on the interfaces of these sessions and no others. */
  void watch(Collection<BgpSession> sessions) {
    Set<String> interfaces =
        sessions.stream()
            .filter(BgpSession::unnumbered)
            .map(BgpSession::device)
            .flatMap(Optional::stream)
            .collect(Collectors.toUnmodifiableSet());
    heard.keySet().retainAll(interfaces);
    troubles.keySet().retainAll(interfaces);
    try {
      discovery.watch(interfaces);
    } catch (LinuxException e) {
      logger.log(Level.WARNING, "routers on interfaces cannot be discovered: " + e.getMessage());
      interfaces.forEach(name -> troubles.put(name, String.valueOf(e.getMessage())));
    }
  }

  /** Tells a new peer what is known of its interface. */
  void tell(Peer peer) {
    if (!peer.session().unnumbered()) {
      return;
    }
    String name = peer.session().device().orElse("");
    Optional.ofNullable(troubles.get(name)).ifPresent(peer::discoveryTrouble);
    Optional.ofNullable(heard.get(name)).ifPresent(peer::heard);
  }

  void close() {
    discovery.close();
  }

  /** From the discovery's thread to the loop. */
  private final class Relay implements RouterDiscovery.Listener {
    @Override
    public void heard(String interfaceName, IpAddress router) {
      each(interfaceName, () -> heard.put(interfaceName, router), peer -> peer.heard(router));
    }

    @Override
    public void down(String interfaceName) {
      each(
          interfaceName,
          () -> heard.remove(interfaceName),
          peer -> peer.linkDown("interface " + interfaceName + " is down"));
    }

    @Override
    public void trouble(String interfaceName, String why) {
      each(
          interfaceName,
          () -> {
            if (why.isEmpty()) {
              troubles.remove(interfaceName);
            } else {
              troubles.put(interfaceName, why);
            }
          },
          peer -> peer.discoveryTrouble(why));
    }

    private void each(String interfaceName, Runnable note, Consumer<Peer> act) {
      if (!loop.isShuttingDown()) {
        loop.execute(
            () -> {
              note.run();
              peers.apply(interfaceName).forEach(act);
            });
      }
    }
  }
}
