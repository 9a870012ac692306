package io.readback.core.model;

import io.readback.spi.net.AddressFamily;
import io.readback.spi.target.BfdProfile;
import io.readback.spi.target.BgpTimers;
import io.readback.spi.target.GracefulRestart;
import java.util.List;
import java.util.Optional;

/**
 * Settings that peers refer to by name (CiliumBGPPeerConfig).
 *
 * @param multihopTtl 1 to 255; ignored on internal sessions
 * @param authSecret name of a Secret in the namespace of BGP secrets, key {@code password}
 * @param families which unicast families, each with the advertisements it carries
 * @param bfd how BFD watches the path; empty: it does not
 */
public record BgpPeerConfig(
    String name,
    int peerPort,
    Optional<String> sourceInterface,
    BgpTimers timers,
    GracefulRestart gracefulRestart,
    int multihopTtl,
    Optional<String> authSecret,
    List<FamilyExport> families,
    Optional<BfdProfile> bfd,
    Origin origin) {
  public BgpPeerConfig {
    families = List.copyOf(families);
  }

  /**
   * What holds where nothing is configured: no advertisements flow. Values as Cilium's, except the
   * ConnectRetryTimer: 120 s there would leave routes away for minutes after a router's restart.
   */
  public static final BgpPeerConfig DEFAULT =
      new BgpPeerConfig(
          "",
          179,
          Optional.empty(),
          BgpTimers.DEFAULT,
          GracefulRestart.OFF,
          1,
          Optional.empty(),
          List.of(
              new FamilyExport(AddressFamily.IPV4, Optional.empty()),
              new FamilyExport(AddressFamily.IPV6, Optional.empty())),
          Optional.empty(),
          Origin.UNKNOWN);

  /**
   * A family of the session.
   *
   * @param advertisements which advertisements, by their labels; empty: none at all
   */
  public record FamilyExport(AddressFamily family, Optional<LabelSelector> advertisements) {}
}
