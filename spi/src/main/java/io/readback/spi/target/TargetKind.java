package io.readback.spi.target;

/** The sorts of targets. An announcer is given only targets of kinds it declares. */
public enum TargetKind {
  BGP_SESSION
}
