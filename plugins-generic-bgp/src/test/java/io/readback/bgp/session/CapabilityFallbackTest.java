package io.readback.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.bgp.message.Capability;
import io.readback.bgp.message.ErrorCode;
import io.readback.bgp.message.Family;
import io.readback.bgp.message.Notification;
import io.readback.bgp.message.Octets;
import io.readback.bgp.message.Open;
import io.readback.spi.net.IpAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapabilityFallbackTest {
  private static final Capability IPV4 = new Capability.Multiprotocol(Family.IPV4_UNICAST);
  private static final Capability IPV6 = new Capability.Multiprotocol(Family.IPV6_UNICAST);
  private static final Capability AS4 = new Capability.FourOctetAs(65001);
  private static final Open OPEN =
      new Open(
          4,
          65001,
          90,
          IpAddress.parse("10.0.0.1"),
          List.of(
              IPV4,
              IPV6,
              new Capability.RouteRefresh(),
              new Capability.GracefulRestart(false, true, 120, List.of()),
              AS4));

  private static List<Capability> after(Notification answer) {
    return CapabilityFallback.NONE.after(answer, OPEN).apply(OPEN).capabilities();
  }

  @Test
  void unsupportedParameter_sendsNone() {
    assertThat(after(Notification.of(ErrorCode.UNSUPPORTED_OPTIONAL_PARAMETER))).isEmpty();
  }

  @Test
  void unsupportedCapability_named_leavesItOut() {
    // graceful restart, whatever its value, and IPv6 unicast
    Octets data = Octets.ofHex("400200780104" + "00020001");
    assertThat(after(Notification.of(ErrorCode.UNSUPPORTED_CAPABILITY, data)))
        .containsExactly(IPV4, new Capability.RouteRefresh(), AS4);
  }

  @Test
  void unsupportedCapability_thatWeNeverSent_changesNothing() {
    assertThat(after(Notification.of(ErrorCode.UNSUPPORTED_CAPABILITY, Octets.ofHex("0600"))))
        .isEqualTo(OPEN.capabilities());
  }

  @Test
  void unsupportedCapability_unnamed_leavesOutWhatRoutesCanDoWithout() {
    assertThat(after(Notification.of(ErrorCode.UNSUPPORTED_CAPABILITY)))
        .containsExactly(IPV4, IPV6, AS4);
  }

  @Test
  void otherErrors_changeNothing() {
    for (ErrorCode error : ErrorCode.values()) {
      if (error != ErrorCode.UNSUPPORTED_CAPABILITY
          && error != ErrorCode.UNSUPPORTED_OPTIONAL_PARAMETER) {
        assertThat(CapabilityFallback.NONE.after(Notification.of(error), OPEN))
            .isEqualTo(CapabilityFallback.NONE);
      }
    }
  }
}
