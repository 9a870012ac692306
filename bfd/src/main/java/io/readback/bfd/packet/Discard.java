package io.readback.bfd.packet;

import java.util.Locale;

/** Why a packet is discarded (RFC 5880 section 6.8.6, RFC 5881 section 5, RFC 5883 section 3). */
public enum Discard implements Received {
  /** Fewer octets than a header. */
  SHORT,
  /** Not version 1. */
  VERSION,
  /** The length field is below the minimum or beyond the octets that arrived. */
  LENGTH,
  /** A detection multiplier of 0. */
  MULTIPLIER,
  /** The multipoint bit is set. */
  MULTIPOINT,
  /** My Discriminator is 0. */
  MY_DISCRIMINATOR,
  /** Your Discriminator is 0, though the state says that the sender has heard of us. */
  YOUR_DISCRIMINATOR,
  /** The authentication section is malformed. */
  AUTHENTICATION_SECTION,
  /** Authenticated, and no authentication is in use. */
  AUTHENTICATION_UNEXPECTED,
  /** Not authenticated, and authentication is in use. */
  AUTHENTICATION_MISSING,
  /** Of another authentication type than the one in use. */
  AUTHENTICATION_TYPE,
  /** Of a key id that is not configured. */
  AUTHENTICATION_KEY,
  /** The password, or the digest, is not the one that the key makes. */
  AUTHENTICATION_DIGEST,
  /** Signed with the right key, but sent before, or too far ahead. */
  AUTHENTICATION_SEQUENCE,
  /** It crossed more routers than the session allows. */
  TTL,
  /** No session has this discriminator, or none has these addresses. */
  NO_SESSION,
  /** The discriminator is of a session with another address. */
  ADDRESS;

  /** The word that metrics and logs use, such as {@code no-session}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
