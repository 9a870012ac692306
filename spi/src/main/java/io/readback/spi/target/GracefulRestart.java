package io.readback.spi.target;

/**
 * Graceful restart (RFC 4724) as announced to a peer.
 *
 * @param restartTime seconds the peer should keep our routes after losing the session, 1 to 4095
 */
public record GracefulRestart(boolean enabled, int restartTime) {
  public static final GracefulRestart OFF = new GracefulRestart(false, 120);

  public GracefulRestart {
    if (restartTime < 1 || restartTime > 4095) {
      throw new IllegalArgumentException(
          "restart time must be 1 to 4095 s but was " + restartTime + " s");
    }
  }
}
