package io.readback.lab;

/**
 * The user lands a container can have. Their names and tags are what {@code scripts/setup} builds,
 * each from the Debian suite that the tag begins with; a change of what is in an image raises the
 * tag's number.
 */
public enum ContainerImage {
  /** Debian 12: FRR 8.4 with its SNMP modules, an SSH server and snmpd. */
  BOOKWORM("localhost/readback-lab:bookworm-1"),

  /** Debian 13: FRR 10.3 alone. */
  TRIXIE("localhost/readback-lab:trixie-1");

  private final String tag;

  ContainerImage(String tag) {
    this.tag = tag;
  }

  /** The image's name and tag. */
  String tag() {
    return tag;
  }
}
