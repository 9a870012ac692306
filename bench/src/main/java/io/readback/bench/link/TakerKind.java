package io.readback.bench.link;

/** What has one node take a VIP over from another. */
public enum TakerKind {
  /** Agents with the announcer {@code layer2}, with nothing configured: BFD each 100 ms. */
  READBACK,
  /** Debian's keepalived, VRRP version 3 with an advertisement each 100 ms. */
  KEEPALIVED
}
