package io.readback.spi.target;

/** The sorts of targets. An announcer is given only targets of kinds it declares. */
public enum TargetKind {
  BGP_SESSION("peer"),

  /** Peers that connect from a prefix. */
  BGP_PEER_RANGE("peers"),

  LINK("link"),
  KERNEL_TABLE("kernel table");

  private final String words;

  TargetKind(String words) {
    this.words = words;
  }

  /** What a person calls such a target. */
  public String words() {
    return words;
  }
}
