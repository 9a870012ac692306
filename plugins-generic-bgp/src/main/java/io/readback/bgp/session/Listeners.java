package io.readback.bgp.session;

import io.netty.channel.socket.SocketChannel;
import io.readback.spi.Secret;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.target.BgpInstance;
import io.readback.spi.target.BgpPeerRange;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.TcpAo;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The listening sockets of all instances: for each instance with a listen port, one socket for
 * every local address its peers name, or a single one for all addresses where a peer names none;
 * apart for peers behind a device.
 */
final class Listeners {
  private static final Optional<IpAddress> EVERY_ADDRESS = Optional.empty();
  private static final IpPrefix LINK_LOCAL = IpPrefix.parse("fe80::/10");

  /** Takes connections that peers initiated, not yet registered with the loop. */
  interface Acceptor {
    /**
     * @param device what the listening socket is bound to
     */
    void accept(String instance, Optional<String> device, SocketChannel channel);
  }

  /**
   * Peers that may connect.
   *
   * @param session what their sessions are like
   * @param peers where they connect from
   */
  record Expected(BgpSession session, List<IpPrefix> peers) {
    static Expected of(BgpSession session) {
      return new Expected(
          session,
          List.of(session.unnumbered() ? LINK_LOCAL : Md5Keys.host(session.peerAddress())));
    }

    static Expected of(BgpPeerRange range) {
      return new Expected(range.template(), range.prefixes());
    }
  }

  /** What a socket is bound to. */
  private record Key(
      String instance,
      Optional<IpAddress> address,
      Optional<String> device,
      int port,
      boolean shared) {}

  /** What the sessions of a socket need of it. */
  private static final class Needs {
    final Map<IpPrefix, Secret> keys = new LinkedHashMap<>();
    final Map<IpPrefix, TcpAo> signed = new LinkedHashMap<>();
    int sessions;
    int secured;

    /** The lowest of what the secured sessions take. */
    int minimumTtl = 255;

    void add(Expected expected) {
      BgpSession session = expected.session();
      session.password().ifPresent(key -> expected.peers().forEach(peers -> keys.put(peers, key)));
      session.tcpAo().ifPresent(ao -> expected.peers().forEach(peers -> signed.put(peers, ao)));
      sessions++;
      session
          .ttlSecurityHops()
          .ifPresent(
              hops -> {
                secured++;
                minimumTtl = Math.min(minimumTtl, SocketOptions.minimumTtl(hops));
              });
    }

    void applyTo(Listener listener) {
      listener.keys(keys, signed);
      listener.minimumTtl(
          secured == 0
              ? OptionalInt.empty()
              : OptionalInt.of(secured == sessions ? minimumTtl : 0));
    }
  }

  private final SpeakerLoop transport;
  private final Acceptor accepted;
  private final BiConsumer<String, Optional<String>> problem;
  private final Map<Key, Listener> listeners = new LinkedHashMap<>();

  /**
   * @param accepted given each connection
   * @param problem given the instance's name and why it cannot listen, or that it can
   */
  Listeners(
      SpeakerLoop transport, Acceptor accepted, BiConsumer<String, Optional<String>> problem) {
    this.transport = transport;
    this.accepted = accepted;
    this.problem = problem;
  }

  /**
   * Opens and closes sockets so that they are those that {@code sessions} need. Those that this
   * machine cannot protect are left out: one key that is refused closes the whole socket.
   */
  void update(Collection<Expected> sessions) {
    Map<Key, Needs> wanted =
        wanted(
            sessions.stream()
                .filter(e -> SocketOptions.refusal(e.session(), transport).isEmpty())
                .toList());
    listeners
        .entrySet()
        .removeIf(
            e -> {
              boolean goes = !wanted.containsKey(e.getKey());
              if (goes) {
                e.getValue().close();
              }
              return goes;
            });
    wanted.forEach(
        (key, needs) -> {
          Listener listener = listeners.get(key);
          if (listener == null) {
            listener =
                new Listener(
                    transport,
                    key.address(),
                    key.device(),
                    key.port(),
                    key.shared(),
                    channel -> accepted.accept(key.instance(), key.device(), channel),
                    text -> problem.accept(key.instance(), text));
            listeners.put(key, listener);
            needs.applyTo(listener);
            listener.open();
          } else {
            needs.applyTo(listener);
          }
        });
  }

  /** Where the sessions of an instance are listened for together. */
  private record Place(String instance, Optional<String> device) {
    static Place of(BgpSession session) {
      return new Place(session.instance().name(), session.device());
    }
  }

  private static Map<Key, Needs> wanted(Collection<Expected> sessions) {
    Set<Place> everyAddress = new HashSet<>();
    Map<Integer, Set<Optional<String>>> devices = new HashMap<>();
    for (Expected expected : sessions) {
      BgpSession s = expected.session();
      if (s.localAddress().isEmpty()) {
        everyAddress.add(Place.of(s));
      }
      s.instance()
          .listenPort()
          .ifPresent(port -> devices.computeIfAbsent(port, p -> new HashSet<>()).add(s.device()));
    }
    Map<Key, Needs> wanted = new LinkedHashMap<>();
    for (Expected expected : sessions) {
      BgpSession s = expected.session();
      BgpInstance instance = s.instance();
      if (instance.listenPort().isEmpty()) {
        continue;
      }
      int port = instance.listenPort().getAsInt();
      boolean every = everyAddress.contains(Place.of(s));
      boolean shared = port != 0 && devices.getOrDefault(port, Set.of()).size() > 1;
      Key key =
          new Key(
              instance.name(), every ? EVERY_ADDRESS : s.localAddress(), s.device(), port, shared);
      wanted.computeIfAbsent(key, k -> new Needs()).add(expected);
    }
    return wanted;
  }

  /** The port an instance listens on, once it does. */
  OptionalInt boundPort(String instance) {
    return listeners.entrySet().stream()
        .filter(e -> e.getKey().instance().equals(instance))
        .map(e -> e.getValue().boundPort())
        .filter(OptionalInt::isPresent)
        .findFirst()
        .orElseGet(OptionalInt::empty);
  }

  void close() {
    listeners.values().forEach(Listener::close);
    listeners.clear();
  }
}
