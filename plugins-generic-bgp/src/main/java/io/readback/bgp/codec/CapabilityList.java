package io.readback.bgp.codec;

import io.readback.bgp.message.Capability;
import io.readback.bgp.message.Octets;
import java.util.ArrayList;
import java.util.List;

/** Capabilities as they stand in the data of a NOTIFICATION 2/7 (RFC 5492 section 5). */
public final class CapabilityList {
  private CapabilityList() {}

  /** Those that can be read, up to the first that cannot. */
  public static List<Capability> read(Octets data) {
    byte[] in = data.toBytes();
    List<Capability> out = new ArrayList<>();
    int at = 0;
    while (in.length - at >= 2 && Wire.u8(in, at + 1) <= in.length - at - 2) {
      int length = Wire.u8(in, at + 1);
      try {
        out.add(CapabilityDecoder.decode(Wire.u8(in, at), in, at + 2, length));
      } catch (WireException e) {
        return out;
      }
      at += 2 + length;
    }
    return out;
  }
}
