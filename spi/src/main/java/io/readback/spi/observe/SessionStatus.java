package io.readback.spi.observe;

import io.readback.spi.net.IpAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A BGP session as the announcer sees it.
 *
 * @param peerAsn the AS number the peer opened with, else the configured one; 0: not known
 * @param localAddress our end of the connection, when there is one
 * @param establishedAt when the present session was established
 * @param holdTime negotiated, in seconds; 0 while not established or when no keepalives are sent
 * @param keepaliveTime negotiated, in seconds
 * @param families the negotiated families; empty while not established
 * @param detail more for display
 */
public record SessionStatus(
    SessionState state,
    IpAddress peerAddress,
    int peerPort,
    long localAsn,
    long peerAsn,
    Optional<IpAddress> localAddress,
    Optional<IpAddress> peerIdentifier,
    Optional<Instant> establishedAt,
    int holdTime,
    int keepaliveTime,
    List<FamilyCounts> families,
    Optional<SessionError> lastError,
    SessionDetail detail) {
  public SessionStatus {
    families = List.copyOf(families);
  }

  /** Without detail. */
  public SessionStatus(
      SessionState state,
      IpAddress peerAddress,
      int peerPort,
      long localAsn,
      long peerAsn,
      Optional<IpAddress> localAddress,
      Optional<IpAddress> peerIdentifier,
      Optional<Instant> establishedAt,
      int holdTime,
      int keepaliveTime,
      List<FamilyCounts> families,
      Optional<SessionError> lastError) {
    this(
        state,
        peerAddress,
        peerPort,
        localAsn,
        peerAsn,
        localAddress,
        peerIdentifier,
        establishedAt,
        holdTime,
        keepaliveTime,
        families,
        lastError,
        SessionDetail.NONE);
  }
}
