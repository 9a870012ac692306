package io.readback.bgp.session;

import io.netty.channel.Channel;
import io.netty.channel.unix.RawUnixChannelOption;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.target.TcpAo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The TCP-AO keys (RFC 5925) of one socket, by address or prefix of the peers. A socket with a key
 * for a peer takes nothing of it that is not signed. Only what differs goes to the kernel: old keys
 * stay while there are new ones beside them, so established connections roll over by themselves.
 */
final class TcpAoKeys {
  private static final int IPPROTO_TCP = 6;

  /**
   * struct tcp_ao_add of linux/tcp.h (6.7): sockaddr_storage 0, algorithm 128, interface 192, flags
   * 196, prefix length 202, send id 203, receive id 204, length of the authentication code 205, key
   * flags 206, key length 207, key 208.
   */
  static final int ADD_OCTETS = 288;

  /**
   * struct tcp_ao_del: sockaddr_storage 0, interface 128, flags 132, prefix length 138, send id
   * 139, receive id 140, the new current key's send id 141, the new next key's receive id 142.
   */
  static final int DELETE_OCTETS = 144;

  private static final RawUnixChannelOption TCP_AO_ADD_KEY =
      new RawUnixChannelOption("TCP_AO_ADD_KEY", IPPROTO_TCP, 38, ADD_OCTETS);
  private static final RawUnixChannelOption TCP_AO_DEL_KEY =
      new RawUnixChannelOption("TCP_AO_DEL_KEY", IPPROTO_TCP, 39, DELETE_OCTETS);

  private static final byte MAC_OCTETS = 12;

  /** Bits of the flags: bit fields begin at the lowest bit on little-endian machines. */
  private static final boolean LITTLE = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

  private static final int SET_CURRENT = LITTLE ? 1 : 1 << 31;
  private static final int SET_NEXT = LITTLE ? 2 : 1 << 30;

  private final boolean ipv6Socket;
  private final boolean listening;
  private final Map<IpPrefix, TcpAo> applied = new HashMap<>();

  /**
   * @param ipv6Socket whether the socket is an IPv6 one; it may serve IPv4 peers too
   * @param listening whether it takes connections, else it is one
   */
  TcpAoKeys(boolean ipv6Socket, boolean listening) {
    this.ipv6Socket = ipv6Socket;
    this.listening = listening;
  }

  /** Of a connection that has these keys already. */
  static TcpAoKeys ofConnection(boolean ipv6Socket, IpPrefix peer, TcpAo keys) {
    TcpAoKeys made = new TcpAoKeys(ipv6Socket, false);
    made.applied.put(peer, keys);
    return made;
  }

  /** Takes away the keys of all other peers. */
  void retain(Channel channel, Set<IpPrefix> peers) {
    for (IpPrefix each : List.copyOf(applied.keySet())) {
      if (!peers.contains(each)) {
        for (TcpAo.Key key : Objects.requireNonNull(applied.remove(each)).keys()) {
          delete(channel, each, key, key);
        }
      }
    }
  }

  /**
   * Makes these the keys for peers.
   *
   * @throws RuntimeException when the kernel refuses one
   */
  void apply(Channel channel, IpPrefix peers, TcpAo keys) {
    TcpAo known = applied.put(peers, keys);
    change(channel, peers, known == null ? List.of() : known.keys(), keys);
  }

  /**
   * What ids collide goes first, then what is new comes, at last what is old goes: there is always
   * a key that both sides have.
   */
  private void change(Channel channel, IpPrefix peers, List<TcpAo.Key> known, TcpAo wanted) {
    TcpAo.Key first = wanted.keys().get(0);
    for (TcpAo.Key old : known) {
      if (!wanted.keys().contains(old) && collides(old, wanted)) {
        delete(channel, peers, old, stays(known, old, wanted));
      }
    }
    for (TcpAo.Key key : wanted.keys()) {
      if (!known.contains(key)) {
        set(channel, TCP_AO_ADD_KEY, add(peers, key, !listening && key.equals(first)));
      }
    }
    for (TcpAo.Key old : known) {
      if (!wanted.keys().contains(old) && !collides(old, wanted)) {
        delete(channel, peers, old, first);
      }
    }
  }

  private static boolean collides(TcpAo.Key old, TcpAo wanted) {
    return wanted.keys().stream()
        .anyMatch(k -> k.sendId() == old.sendId() || k.receiveId() == old.receiveId());
  }

  /** A key that is there and remains; the one that goes where there is none other. */
  private static TcpAo.Key stays(List<TcpAo.Key> known, TcpAo.Key going, TcpAo wanted) {
    return known.stream().filter(wanted.keys()::contains).findFirst().orElse(going);
  }

  private void delete(Channel channel, IpPrefix peers, TcpAo.Key key, TcpAo.Key stays) {
    set(channel, TCP_AO_DEL_KEY, remove(peers, key, listening ? key : stays));
  }

  private static void set(Channel channel, RawUnixChannelOption option, ByteBuffer value) {
    channel.config().setOption(option, value);
  }

  /**
   * @param first whether to send with it and to ask the peer to
   */
  ByteBuffer add(IpPrefix peers, TcpAo.Key key, boolean first) {
    ByteBuffer out = ByteBuffer.allocate(ADD_OCTETS).order(ByteOrder.nativeOrder());
    SocketAddresses.put(out, peers.network(), ipv6Socket);
    byte[] algorithm =
        switch (key.algorithm()) {
          case HMAC_SHA_1_96 -> "hmac(sha1)".getBytes(StandardCharsets.US_ASCII);
          case AES_128_CMAC_96 -> "cmac(aes128)".getBytes(StandardCharsets.US_ASCII);
        };
    out.put(128, algorithm);
    out.putInt(196, first ? SET_CURRENT | SET_NEXT : 0);
    out.put(202, (byte) peers.length());
    out.put(203, (byte) key.sendId());
    out.put(204, (byte) key.receiveId());
    out.put(205, MAC_OCTETS);
    byte[] secret = key.secret().reveal();
    out.put(207, (byte) secret.length);
    out.put(208, secret);
    return out;
  }

  /**
   * @param stays what to send and be sent with from now on; the key itself: there is nothing to say
   */
  ByteBuffer remove(IpPrefix peers, TcpAo.Key key, TcpAo.Key stays) {
    ByteBuffer out = ByteBuffer.allocate(DELETE_OCTETS).order(ByteOrder.nativeOrder());
    SocketAddresses.put(out, peers.network(), ipv6Socket);
    out.put(138, (byte) peers.length());
    out.put(139, (byte) key.sendId());
    out.put(140, (byte) key.receiveId());
    if (!stays.equals(key)) {
      out.putInt(132, SET_CURRENT | SET_NEXT);
      out.put(141, (byte) stays.sendId());
      out.put(142, (byte) stays.receiveId());
    }
    return out;
  }
}
