package io.readback.core.explain;

import java.util.Locale;

/**
 * One link of the chain.
 *
 * @param id service, pool, vip, endpoints, advertisement, peer, session, advertised, received,
 *     selected, installed or verified
 * @param subject what it is about: an object, an address, a node with its peer, a router
 * @param detail one line with the values found
 * @param remedy what to do; empty when there is nothing to do
 */
public record Step(String id, Status status, String subject, String detail, String remedy) {
  /** How the link holds. */
  public enum Status {
    OK,
    FAILED,
    PENDING,
    /** Nobody can tell. */
    UNKNOWN,
    /** Not looked at, because an earlier step failed or it does not apply. */
    SKIPPED;

    /** The lower-case name that documents use. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
