package io.readback.bgp.session;

import io.netty.channel.socket.SocketChannel;
import io.readback.spi.net.IpAddress;
import io.readback.spi.target.BgpInstance;
import io.readback.spi.target.BgpSession;
import java.net.InetAddress;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * The listening sockets of all instances: for each instance with a listen port, one socket for
 * every local address its peers name, or a single one for all addresses where a peer names none.
 */
final class Listeners {
  private static final Optional<IpAddress> EVERY_ADDRESS = Optional.empty();

  /** What a socket is bound to. */
  private record Key(String instance, Optional<IpAddress> address, int port) {}

  /** What the sessions of a socket need of it. */
  private static final class Needs {
    final Map<InetAddress, byte[]> keys = new LinkedHashMap<>();
    int sessions;
    int secured;

    /** The lowest of what the secured sessions take. */
    int minimumTtl = 255;

    void add(BgpSession session) {
      session
          .password()
          .ifPresent(p -> keys.put(session.peerAddress().toInetAddress(), p.reveal()));
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
      listener.keys(keys);
      listener.minimumTtl(
          secured == 0
              ? OptionalInt.empty()
              : OptionalInt.of(secured == sessions ? minimumTtl : 0));
    }
  }

  private final SpeakerLoop transport;
  private final BiConsumer<String, SocketChannel> accepted;
  private final BiConsumer<String, Optional<String>> problem;
  private final Map<Key, Listener> listeners = new LinkedHashMap<>();

  /**
   * @param accepted given the instance's name and each connection
   * @param problem given the instance's name and why it cannot listen, or that it can
   */
  Listeners(
      SpeakerLoop transport,
      BiConsumer<String, SocketChannel> accepted,
      BiConsumer<String, Optional<String>> problem) {
    this.transport = transport;
    this.accepted = accepted;
    this.problem = problem;
  }

  /** Opens and closes sockets so that they are those that {@code sessions} need. */
  void update(Collection<BgpSession> sessions) {
    Map<Key, Needs> wanted = wanted(sessions);
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
                    key.port(),
                    channel -> accepted.accept(key.instance(), channel),
                    text -> problem.accept(key.instance(), text));
            listeners.put(key, listener);
            needs.applyTo(listener);
            listener.open();
          } else {
            needs.applyTo(listener);
          }
        });
  }

  private static Map<Key, Needs> wanted(Collection<BgpSession> sessions) {
    SortedMap<String, SortedSet<IpAddress>> addresses = new TreeMap<>();
    SortedSet<String> everyAddress = new TreeSet<>();
    for (BgpSession s : sessions) {
      String instance = s.instance().name();
      SortedSet<IpAddress> own = addresses.computeIfAbsent(instance, i -> new TreeSet<>());
      s.localAddress().ifPresentOrElse(own::add, () -> everyAddress.add(instance));
    }
    Map<Key, Needs> wanted = new LinkedHashMap<>();
    for (BgpSession s : sessions) {
      BgpInstance instance = s.instance();
      if (instance.listenPort().isEmpty()) {
        continue;
      }
      boolean every = everyAddress.contains(instance.name());
      Key key =
          new Key(
              instance.name(),
              every ? EVERY_ADDRESS : s.localAddress(),
              instance.listenPort().getAsInt());
      wanted.computeIfAbsent(key, k -> new Needs()).add(s);
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
