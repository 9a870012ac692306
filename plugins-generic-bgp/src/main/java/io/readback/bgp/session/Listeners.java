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
    Map<Key, Map<InetAddress, byte[]>> wanted = wanted(sessions);
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
        (key, keys) -> {
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
            listener.keys(keys);
            listener.open();
          } else {
            listener.keys(keys);
          }
        });
  }

  private static Map<Key, Map<InetAddress, byte[]>> wanted(Collection<BgpSession> sessions) {
    SortedMap<String, SortedSet<IpAddress>> addresses = new TreeMap<>();
    SortedSet<String> everyAddress = new TreeSet<>();
    for (BgpSession s : sessions) {
      String instance = s.instance().name();
      SortedSet<IpAddress> own = addresses.computeIfAbsent(instance, i -> new TreeSet<>());
      s.localAddress().ifPresentOrElse(own::add, () -> everyAddress.add(instance));
    }
    Map<Key, Map<InetAddress, byte[]>> wanted = new LinkedHashMap<>();
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
      Map<InetAddress, byte[]> keys = wanted.computeIfAbsent(key, k -> new LinkedHashMap<>());
      s.password().ifPresent(p -> keys.put(s.peerAddress().toInetAddress(), p.reveal()));
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
