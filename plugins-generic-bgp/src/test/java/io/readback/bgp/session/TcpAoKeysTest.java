package io.readback.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.spi.Secret;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.target.TcpAo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The layout of struct tcp_ao_add and tcp_ao_del in linux/tcp.h of Linux 6.7. */
class TcpAoKeysTest {
  private static final TcpAo.Key KEY =
      new TcpAo.Key(200, 7, TcpAo.Algorithm.HMAC_SHA_1_96, Secret.ofText("geheim"));
  private static final TcpAo.Key OTHER =
      new TcpAo.Key(3, 4, TcpAo.Algorithm.AES_128_CMAC_96, Secret.ofText("x"));

  /** A bit field's bits begin at the lowest one on little-endian machines, else at the highest. */
  private static int bits(boolean current, boolean next) {
    boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    return (current ? (little ? 1 : 1 << 31) : 0) | (next ? (little ? 2 : 1 << 30) : 0);
  }

  private static ByteBuffer expected(int octets) {
    return ByteBuffer.allocate(octets).order(ByteOrder.nativeOrder());
  }

  @Test
  void add_firstKeyOfAnIpv4Connection_isLaidOutAsTheKernelWantsIt() {
    ByteBuffer e = expected(288);
    // struct sockaddr_in without a port
    e.putShort(0, (short) 2);
    e.put(4, new byte[] {(byte) 172, 16, 10, 1});
    e.put(128, "hmac(sha1)".getBytes(StandardCharsets.US_ASCII));
    // interface: any; set_current and set_rnext
    e.putInt(192, 0);
    e.putInt(196, bits(true, true));
    // prefix, send id, receive id, 96 bits, no flags, key length
    e.put(202, new byte[] {32, (byte) 200, 7, 12, 0, 6});
    e.put(208, "geheim".getBytes(StandardCharsets.US_ASCII));
    assertThat(new TcpAoKeys(false, false).add(IpPrefix.parse("172.16.10.1/32"), KEY, true))
        .isEqualTo(e.rewind());
  }

  @Test
  void add_aRangeOfIpv4PeersOnAnIpv6Socket_isMappedWithTheLengthOfIpv4() {
    ByteBuffer e = expected(288);
    e.putShort(0, (short) 10);
    byte[] address = new byte[16];
    Arrays.fill(address, 10, 12, (byte) 0xff);
    address[12] = (byte) 172;
    address[13] = 16;
    e.put(8, address);
    e.put(128, "cmac(aes128)".getBytes(StandardCharsets.US_ASCII));
    e.put(202, new byte[] {16, 3, 4, 12, 0, 1});
    e.put(208, (byte) 'x');
    assertThat(new TcpAoKeys(true, true).add(IpPrefix.parse("172.16.0.0/16"), OTHER, false))
        .isEqualTo(e.rewind());
  }

  @Test
  void remove_fromAConnection_namesTheKeyThatTakesOver() {
    ByteBuffer e = expected(144);
    e.putShort(0, (short) 2);
    e.put(4, new byte[] {(byte) 172, 16, 10, 1});
    e.putInt(132, bits(true, true));
    // prefix, send id, receive id, then those of the key that stays
    e.put(138, new byte[] {32, (byte) 200, 7, 3, 4});
    assertThat(new TcpAoKeys(false, false).remove(IpPrefix.parse("172.16.10.1/32"), KEY, OTHER))
        .isEqualTo(e.rewind());
  }

  @Test
  void remove_fromAListeningSocket_namesNone() {
    ByteBuffer e = expected(144);
    e.putShort(0, (short) 2);
    e.put(4, new byte[] {(byte) 172, 16, 10, 1});
    e.put(138, new byte[] {32, (byte) 200, 7, 0, 0});
    assertThat(new TcpAoKeys(false, true).remove(IpPrefix.parse("172.16.10.1/32"), KEY, KEY))
        .isEqualTo(e.rewind());
  }
}
