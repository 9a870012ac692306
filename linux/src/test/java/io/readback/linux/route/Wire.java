package io.readback.linux.route;

import io.readback.linux.call.NativeBuffer;
import io.readback.linux.netlink.NlReader;
import io.readback.linux.netlink.NlRequest;
import io.readback.linux.netlink.NlWriter;

/** A request's bytes. */
final class Wire {
  private Wire() {}

  static NlReader of(NlRequest request) {
    NativeBuffer buffer = new NativeBuffer(4096);
    NlWriter writer = new NlWriter(buffer);
    request.write(writer, 7);
    writer.end();
    NlReader reader = new NlReader(buffer.bytes(), writer.length());
    if (!reader.next()) {
      throw new AssertionError("nothing was written");
    }
    return reader;
  }

  static String hex(NlRequest request) {
    NativeBuffer buffer = new NativeBuffer(4096);
    NlWriter writer = new NlWriter(buffer);
    request.write(writer, 7);
    writer.end();
    byte[] bytes = new byte[writer.length()];
    buffer.bytes().get(0, bytes);
    return java.util.HexFormat.of().formatHex(bytes);
  }
}
