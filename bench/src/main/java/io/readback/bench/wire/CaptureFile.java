package io.readback.bench.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a capture file of tcpdump's: Ethernet frames, TCP over IPv4; other frames are left out. */
public final class CaptureFile {
  private static final int MICROSECONDS = 0xa1b2c3d4;
  private static final int NANOSECONDS = 0xa1b23c4d;
  private static final int FILE_HEADER = 24;
  private static final int PACKET_HEADER = 16;
  private static final int ETHERNET_HEADER = 14;
  private static final int ETHERTYPE_IPV4 = 0x0800;
  private static final int TCP = 6;
  private static final int SYN = 2;

  private CaptureFile() {}

  /** The segments in the order they were captured. A last one that was cut off is left out. */
  public static List<Packet> read(Path file) throws IOException {
    return read(Files.readAllBytes(file));
  }

  static List<Packet> read(byte[] data) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    if (data.length < FILE_HEADER) {
      throw new IOException("the capture is empty");
    }
    int magic = in.getInt(0);
    if (magic != MICROSECONDS && magic != NANOSECONDS) {
      throw new IOException("not a capture file of this machine: %08x".formatted(magic));
    }
    int unit = magic == NANOSECONDS ? 1 : 1000;
    List<Packet> packets = new ArrayList<>();
    int at = FILE_HEADER;
    while (at + PACKET_HEADER <= data.length) {
      long nanos = in.getInt(at) * 1_000_000_000L + (long) in.getInt(at + 4) * unit;
      int captured = in.getInt(at + 8);
      int frame = at + PACKET_HEADER;
      at = frame + captured;
      if (at > data.length) {
        break;
      }
      Packet packet = segment(data, frame, captured, nanos);
      if (packet != null) {
        packets.add(packet);
      }
    }
    return packets;
  }

  private static @org.jspecify.annotations.Nullable Packet segment(
      byte[] data, int frame, int captured, long nanos) {
    int ip = frame + ETHERNET_HEADER;
    if (captured < ETHERNET_HEADER + 40
        || u16(data, frame + 12) != ETHERTYPE_IPV4
        || (data[ip + 9] & 0xff) != TCP) {
      return null;
    }
    int tcp = ip + (data[ip] & 15) * 4;
    int whole = captured - ETHERNET_HEADER;
    // a segment that the kernel has yet to cut up may be too large for its length field
    int total = u16(data, ip + 2) == 0 ? whole : Math.min(whole, u16(data, ip + 2));
    int payload = tcp + ((data[tcp + 12] & 0xf0) >>> 4) * 4;
    return new Packet(
        nanos,
        new Packet.Endpoint(i32(data, ip + 12), u16(data, tcp)),
        new Packet.Endpoint(i32(data, ip + 16), u16(data, tcp + 2)),
        i32(data, tcp + 4),
        (data[tcp + 13] & SYN) != 0,
        data,
        payload,
        ip + total - payload);
  }

  private static int u16(byte[] data, int at) {
    return (data[at] & 0xff) << 8 | data[at + 1] & 0xff;
  }

  private static int i32(byte[] data, int at) {
    return u16(data, at) << 16 | u16(data, at + 2);
  }
}
