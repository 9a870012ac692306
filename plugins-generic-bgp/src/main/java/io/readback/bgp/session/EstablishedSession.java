package io.readback.bgp.session;

import io.readback.bgp.message.Octets;
import io.readback.bgp.rib.EncodedTable;
import io.readback.bgp.rib.RouteEncoding;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.observe.ReceivedRoute;
import io.readback.spi.target.TargetId;

/** A session that is up, for {@link SessionObserver}s. Asked on the speaker's thread alone. */
public interface EstablishedSession {
  TargetId id();

  SessionEnds ends();

  IpAddress peerIdentifier();

  /** Our OPEN, from its header on. */
  Octets sentOpen();

  /** The peer's OPEN, from its header on. */
  Octets receivedOpen();

  /** How our routes are written for the peer. */
  RouteEncoding encoding();

  /** What the peer is told; another one after a change of which peers share tables. */
  EncodedTable table();

  /** UPDATEs whose errors made withdrawals of them (RFC 7606), since the peer was configured. */
  long treatedAsWithdraw();

  /** Prefixes of those. */
  long prefixesTreatedAsWithdraw();

  /** What the peer told us. */
  PrefixMap<ReceivedRoute> received();

  /** What policy left of it. */
  PrefixMap<ReceivedRoute> accepted();
}
