package io.readback.linux.route;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.readback.linux.netlink.NlReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

class ReadersFuzzTest {
  // one for all inputs: its memory is outside the heap
  private final ByteBuffer b = ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.nativeOrder());

  /** Whatever the bytes say: read, or refused as what breaks its own lengths. */
  @FuzzTest
  void readers(byte[] data) {
    int length = Math.min(data.length, b.capacity());
    b.put(0, data, 0, length);
    NlReader reader = new NlReader(b, length);
    try {
      while (reader.next()) {
        RouteCodec.read(reader);
        NexthopCodec.read(reader);
        Link.read(reader);
        LinkAddress.read(reader);
        GatewayLookup.read(reader);
      }
    } catch (IllegalArgumentException e) {
      if (e.getMessage() == null) {
        throw e;
      }
    }
  }
}
