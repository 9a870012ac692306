package io.readback.bgp.rib;

import io.readback.bgp.codec.Nlri;
import io.readback.spi.net.IpPrefix;
import java.util.Arrays;

/** Encoded prefixes in the order they were added. */
final class NlriBytes {
  private byte[] bytes = new byte[32];
  private int length;

  void add(IpPrefix prefix) {
    if (bytes.length - length < Nlri.MAX_OCTETS) {
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
    length = Nlri.write(prefix, bytes, length);
  }

  boolean isEmpty() {
    return length == 0;
  }

  int length() {
    return length;
  }

  /** What was added; nothing may be added afterwards. */
  NlriSlice slice() {
    return new NlriSlice(bytes, length);
  }
}
