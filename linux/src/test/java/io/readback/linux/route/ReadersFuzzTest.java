package io.readback.linux.route;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.readback.linux.netlink.NlReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

class ReadersFuzzTest {
  /** Whatever the bytes say: read, or refused as what breaks its own lengths. */
  @FuzzTest
  void readers(byte[] data) {
    ByteBuffer b = ByteBuffer.allocateDirect(data.length).order(ByteOrder.nativeOrder());
    b.put(0, data);
    NlReader reader = new NlReader(b, data.length);
    try {
      while (reader.next()) {
        RouteCodec.read(reader);
        NexthopCodec.read(reader);
        Link.read(reader);
        LinkAddress.read(reader);
      }
    } catch (IllegalArgumentException e) {
      if (e.getMessage() == null) {
        throw e;
      }
    }
  }
}
