package io.readback.bench.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Builds capture files by hand: microseconds, Ethernet, IPv4, TCP on port 179. */
final class Frames {
  static final int SENDER = 0xc0000202;
  static final int RECEIVER = 0xc0000201;

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();

  Frames() {
    ByteBuffer head = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
    head.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
    head.putInt(0).putInt(0).putInt(66_000).putInt(1);
    file.writeBytes(head.array());
  }

  /** A segment from the sender at a microsecond of second 1. */
  Frames sent(int micros, int sequence, byte[] payload) {
    return frame(micros, SENDER, 179, RECEIVER, 40000, sequence, 0x18, payload);
  }

  Frames answered(int micros, int sequence, byte[] payload) {
    return frame(micros, RECEIVER, 40000, SENDER, 179, sequence, 0x18, payload);
  }

  /** Both directions' SYN, with sequence number 0. */
  Frames open() {
    frame(0, RECEIVER, 40000, SENDER, 179, 0, 0x02, new byte[0]);
    return frame(0, SENDER, 179, RECEIVER, 40000, 0, 0x12, new byte[0]);
  }

  private Frames frame(
      int micros, int from, int port, int to, int toPort, int sequence, int flags, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(54 + payload.length);
    frame.position(12);
    frame.putShort((short) 0x0800);
    frame.put((byte) 0x45).put((byte) 0).putShort((short) (40 + payload.length)).putInt(0);
    frame.put((byte) 64).put((byte) 6).putShort((short) 0).putInt(from).putInt(to);
    frame.putShort((short) port).putShort((short) toPort).putInt(sequence).putInt(0);
    frame.put((byte) 0x50).put((byte) flags).putShort((short) 100).putInt(0);
    frame.put(payload);
    ByteBuffer head = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    head.putInt(1).putInt(micros).putInt(frame.capacity()).putInt(frame.capacity());
    file.writeBytes(head.array());
    file.writeBytes(frame.array());
    return this;
  }

  byte[] bytes() {
    return file.toByteArray();
  }
}
