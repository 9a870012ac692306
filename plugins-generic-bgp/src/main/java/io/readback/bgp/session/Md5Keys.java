package io.readback.bgp.session;

import io.netty.channel.Channel;
import io.netty.channel.unix.RawUnixChannelOption;
import io.readback.spi.Secret;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The TCP MD5 keys (RFC 2385) of one socket, by address or prefix of the peers. Only what differs
 * goes to the kernel, so that a new key for one peer touches no other's. On a listening socket keys
 * count for connections to come; those that stand keep the key they began with.
 */
final class Md5Keys {
  /** Linux: TCP_MD5SIG_MAXKEYLEN. */
  static final int MAX_KEY_OCTETS = 80;

  private static final int IPPROTO_TCP = 6;

  /** struct tcp_md5sig: sockaddr_storage, flags, prefix length, key length, interface, key. */
  private static final int OCTETS = 128 + 8 + MAX_KEY_OCTETS;

  private static final RawUnixChannelOption TCP_MD5SIG =
      new RawUnixChannelOption("TCP_MD5SIG", IPPROTO_TCP, 14, OCTETS);
  private static final RawUnixChannelOption TCP_MD5SIG_EXT =
      new RawUnixChannelOption("TCP_MD5SIG_EXT", IPPROTO_TCP, 32, OCTETS);
  private static final byte FLAG_PREFIX = 1;
  private static final Secret NO_KEY = Secret.of(new byte[0]);

  private final boolean ipv6Socket;
  private final Map<IpPrefix, Secret> applied = new HashMap<>();

  /**
   * @param ipv6Socket whether the socket is an IPv6 one; it may serve IPv4 peers too
   */
  Md5Keys(boolean ipv6Socket) {
    this.ipv6Socket = ipv6Socket;
  }

  /**
   * Makes these the keys of the socket.
   *
   * @throws RuntimeException when the kernel refuses one
   */
  void apply(Channel channel, Map<IpPrefix, Secret> keys) {
    for (IpPrefix peers : List.copyOf(applied.keySet())) {
      if (!keys.containsKey(peers)) {
        set(channel, peers, NO_KEY);
        applied.remove(peers);
      }
    }
    keys.forEach(
        (peers, key) -> {
          if (!Objects.equals(key, applied.get(peers))) {
            set(channel, peers, key);
            applied.put(peers, key);
          }
        });
  }

  private void set(Channel channel, IpPrefix peers, Secret key) {
    boolean host = peers.length() == (peers.family() == AddressFamily.IPV4 ? 32 : 128);
    channel.config().setOption(host ? TCP_MD5SIG : TCP_MD5SIG_EXT, encode(peers, host, key));
  }

  private ByteBuffer encode(IpPrefix peers, boolean host, Secret key) {
    byte[] octets = key.reveal();
    if (octets.length > MAX_KEY_OCTETS) {
      throw new IllegalArgumentException(
          "a TCP MD5 password has at most "
              + MAX_KEY_OCTETS
              + " octets but has "
              + octets.length
              + ": choose a shorter one on both sides");
    }
    ByteBuffer out = ByteBuffer.allocate(OCTETS).order(ByteOrder.nativeOrder());
    SocketAddresses.put(out, peers.network(), ipv6Socket);
    out.put(128, host ? 0 : FLAG_PREFIX);
    out.put(129, host ? 0 : (byte) peers.length());
    out.putShort(130, (short) octets.length);
    for (int i = 0; i < octets.length; i++) {
      out.put(136 + i, octets[i]);
    }
    return out;
  }

  /** The peers of one address. */
  static IpPrefix host(IpAddress address) {
    return IpPrefix.of(address, address.isIpv4() ? 32 : 128);
  }
}
