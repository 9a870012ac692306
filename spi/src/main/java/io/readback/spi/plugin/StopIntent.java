package io.readback.spi.plugin;

/** What becomes of announced routes when an announcer stops. */
public enum StopIntent {
  /** Take them back first. */
  WITHDRAW,
  /**
   * Leave them to a successor: for BGP, close without NOTIFICATION under graceful restart (RFC
   * 4724).
   */
  RETAIN
}
