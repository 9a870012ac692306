package io.readback.bgp.session;

import io.netty.channel.socket.SocketChannel;
import io.readback.spi.Secret;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.target.TcpAo;
import io.readback.spi.target.TcpAo.Algorithm;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether this machine's kernel has TCP-AO, found out by setting a key on a socket that is then
 * thrown away. For one thread.
 */
final class TcpAoSupport {
  /** For documentation (RFC 5737): nobody is ever connected to. */
  private static final IpPrefix NOBODY = IpPrefix.parse("192.0.2.1/32");

  private final SpeakerLoop transport;
  private final Map<Algorithm, Optional<String>> known = new EnumMap<>(Algorithm.class);

  TcpAoSupport(SpeakerLoop transport) {
    this.transport = transport;
  }

  /** Why a session with these keys cannot be had here; empty: it can. */
  Optional<String> refusal(TcpAo keys) {
    return keys.keys().stream()
        .map(key -> known.computeIfAbsent(key.algorithm(), this::attempt))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<String> attempt(Algorithm algorithm) {
    if (!transport.epoll()) {
      return refusal(algorithm, "there is no epoll transport to set it with");
    }
    SocketChannel scratch = transport.newSocket(AddressFamily.IPV4);
    try {
      TcpAo.Key key = new TcpAo.Key(0, 0, algorithm, Secret.ofText("0123456789abcdef"));
      new TcpAoKeys(false, false).apply(scratch, NOBODY, new TcpAo(List.of(key)));
      return Optional.empty();
    } catch (RuntimeException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return refusal(algorithm, String.valueOf(cause.getMessage()));
    } finally {
      scratch.unsafe().closeForcibly();
    }
  }

  private static Optional<String> refusal(Algorithm algorithm, String why) {
    return Optional.of(
        "TCP-AO with "
            + algorithm
            + " is configured, and this machine cannot do it ("
            + why
            + "): it needs Linux 6.7 or newer with CONFIG_TCP_AO; the session stays down rather"
            + " than run unauthenticated");
  }
}
