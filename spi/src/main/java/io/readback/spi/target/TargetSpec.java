package io.readback.spi.target;

/**
 * What an announcer must know to serve a target. A new case reaches only announcers that declare
 * its kind.
 */
public sealed interface TargetSpec permits BgpSession, BgpPeerRange, LinkTarget, KernelTable {
  TargetId id();
}
