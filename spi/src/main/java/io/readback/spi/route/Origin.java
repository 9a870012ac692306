package io.readback.spi.route;

/** ORIGIN, RFC 4271 section 5.1.1; the ordinal is the code on the wire. */
public enum Origin {
  IGP,
  EGP,
  INCOMPLETE
}
