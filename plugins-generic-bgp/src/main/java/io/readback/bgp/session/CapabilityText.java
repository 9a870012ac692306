package io.readback.bgp.session;

import io.readback.bgp.message.Capability;
import io.readback.bgp.message.Open;
import io.readback.spi.observe.SessionCapability;
import io.readback.spi.target.BgpRole;
import java.util.List;
import java.util.stream.Collectors;

/** Capabilities for a person to read. */
final class CapabilityText {
  private CapabilityText() {}

  static List<SessionCapability> of(Open open) {
    return open.capabilities().stream()
        .map(c -> new SessionCapability(c.code(), Capability.nameOf(c.code()), value(c)))
        .toList();
  }

  private static String value(Capability capability) {
    if (capability instanceof Capability.Multiprotocol c) {
      return c.family().toString();
    } else if (capability instanceof Capability.ExtendedNextHop c) {
      return c.encodings().stream()
          .map(e -> e.family() + " over AFI " + e.nextHopAfi())
          .collect(Collectors.joining(", "));
    } else if (capability instanceof Capability.Role c) {
      return BgpRole.of(c.value()).map(BgpRole::toString).orElse("value " + c.value());
    } else if (capability instanceof Capability.GracefulRestart c) {
      return "restart time "
          + c.restartTime()
          + " s"
          + (c.restarting() ? ", restarting" : "")
          + (c.notification() ? ", notification" : "")
          + c.families().stream()
              .map(f -> ", " + f.family() + (f.forwarding() ? " forwarding" : ""))
              .collect(Collectors.joining());
    } else if (capability instanceof Capability.FourOctetAs c) {
      return String.valueOf(c.asn());
    } else if (capability instanceof Capability.AddPath c) {
      return c.modes().stream()
          .map(m -> m.family() + mode(m.receive(), m.send()))
          .collect(Collectors.joining(", "));
    } else if (capability instanceof Capability.LongLivedGracefulRestart c) {
      return c.families().stream()
          .map(f -> f.family() + " " + f.staleTime() + " s" + (f.forwarding() ? " forwarding" : ""))
          .collect(Collectors.joining(", "));
    } else if (capability instanceof Capability.Fqdn c) {
      return c.domain().isEmpty() ? c.host() : c.host() + "." + c.domain();
    } else if (capability instanceof Capability.SoftwareVersion c) {
      return c.version();
    } else if (capability instanceof Capability.Unknown c) {
      return c.value().toString();
    }
    return "";
  }

  private static String mode(boolean receive, boolean send) {
    return (receive ? " receive" : "") + (send ? " send" : "");
  }
}
