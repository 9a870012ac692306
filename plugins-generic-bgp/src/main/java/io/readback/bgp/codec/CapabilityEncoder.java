package io.readback.bgp.codec;

import io.readback.bgp.message.Capability;
import io.readback.bgp.message.Family;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Capabilities in the order given, each with its code and length (RFC 5492 section 4). */
final class CapabilityEncoder {
  private CapabilityEncoder() {}

  static byte[] encode(List<Capability> capabilities) {
    ByteWriter out = new ByteWriter(64);
    for (Capability capability : capabilities) {
      byte[] value = value(capability);
      if (value.length > 255) {
        throw new IllegalArgumentException(
            "a capability has at most 255 octets but "
                + capability.code()
                + " would have "
                + value.length);
      }
      out.u8(capability.code()).u8(value.length).bytes(value);
    }
    return out.toBytes();
  }

  private static byte[] value(Capability capability) {
    ByteWriter out = new ByteWriter(16);
    if (capability instanceof Capability.Multiprotocol c) {
      out.u16(c.family().afi()).u8(0).u8(c.family().safi());
    } else if (capability instanceof Capability.ExtendedNextHop c) {
      c.encodings()
          .forEach(e -> out.u16(e.family().afi()).u16(e.family().safi()).u16(e.nextHopAfi()));
    } else if (capability instanceof Capability.Role c) {
      out.u8(c.value());
    } else if (capability instanceof Capability.GracefulRestart c) {
      int flags = (c.restarting() ? 0x8000 : 0) | (c.notification() ? 0x4000 : 0);
      out.u16(flags | c.restartTime());
      c.families().forEach(f -> family(out, f.family()).u8(f.forwarding() ? 0x80 : 0));
    } else if (capability instanceof Capability.FourOctetAs c) {
      out.u32(c.asn());
    } else if (capability instanceof Capability.AddPath c) {
      c.modes()
          .forEach(m -> family(out, m.family()).u8((m.receive() ? 1 : 0) | (m.send() ? 2 : 0)));
    } else if (capability instanceof Capability.LongLivedGracefulRestart c) {
      c.families()
          .forEach(
              f ->
                  family(out, f.family())
                      .u8(f.forwarding() ? 0x80 : 0)
                      .u8(f.staleTime() >>> 16)
                      .u16(f.staleTime()));
    } else if (capability instanceof Capability.Fqdn c) {
      text(out, c.host());
      text(out, c.domain());
    } else if (capability instanceof Capability.SoftwareVersion c) {
      text(out, c.version());
    } else if (capability instanceof Capability.Unknown c) {
      out.octets(c.value());
    }
    return out.toBytes();
  }

  private static ByteWriter family(ByteWriter out, Family family) {
    return out.u16(family.afi()).u8(family.safi());
  }

  private static void text(ByteWriter out, String text) {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    out.u8(octets.length).bytes(octets);
  }
}
