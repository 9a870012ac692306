package io.readback.bgp.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.readback.spi.net.IpAddress;
import io.readback.spi.observe.SessionError;
import io.readback.spi.target.BgpInstance;
import io.readback.spi.target.BgpSession;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SessionFaultsTest {
  private static String text(Throwable failure) {
    BgpSession session =
        BgpSession.builder(
                new BgpInstance(
                    "node", 65011, IpAddress.parse("172.16.10.11"), OptionalInt.empty()),
                "tor",
                IpAddress.parse("172.16.10.1"))
            .build();
    SessionError error = SessionFaults.connectFailed(Instant.EPOCH, session, failure);
    return error.text();
  }

  @Test
  void connectFailed_kernelHasNoRoute_saysSo() {
    assertThat(text(new ConnectException("connect(..) failed with error(-113): No route to host")))
        .isEqualTo("172.16.10.1 port 179 cannot be reached: no route to it");
  }

  @Test
  void connectFailed_noRouterOnTheInterface_saysWhatIsMissing() {
    assertThat(
            text(
                new IOException(
                    "cannot connect: no router has advertised itself on interface eth0 yet")))
        .isEqualTo(
            "cannot connect: no router has advertised itself on interface eth0 yet; the session"
                + " waits for it");
  }
}
