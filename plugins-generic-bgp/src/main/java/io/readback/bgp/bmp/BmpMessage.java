package io.readback.bgp.bmp;

import io.readback.bgp.message.Octets;
import io.readback.spi.net.IpAddress;
import java.util.List;

/** One BMP message (RFC 7854 section 4). */
public sealed interface BmpMessage {
  int ROUTE_MONITORING = 0;
  int STATISTICS = 1;
  int PEER_DOWN = 2;
  int PEER_UP = 3;
  int INITIATION = 4;
  int TERMINATION = 5;
  int ROUTE_MIRRORING = 6;

  /** The type octet of the common header. */
  int type();

  /** An information element, of initiation, termination, statistics and peer up alike. */
  record Tlv(int type, Octets value) {
    /** Free text. */
    public static final int STRING = 0;

    /** In an initiation: the router's description. */
    public static final int SYS_DESCR = 1;

    /** In an initiation: the router's name. */
    public static final int SYS_NAME = 2;

    /** In a termination: its reason in two octets. */
    public static final int REASON = 1;
  }

  /** The first message of a router. */
  record Initiation(List<Tlv> information) implements BmpMessage {
    public Initiation {
      information = List.copyOf(information);
    }

    @Override
    public int type() {
      return INITIATION;
    }
  }

  /** The last message of a router. */
  record Termination(List<Tlv> information) implements BmpMessage {
    public Termination {
      information = List.copyOf(information);
    }

    @Override
    public int type() {
      return TERMINATION;
    }
  }

  /**
   * A session of the router is up.
   *
   * @param sentOpen the router's OPEN, from its BGP header on
   * @param receivedOpen its peer's OPEN
   */
  record PeerUp(
      PeerHeader peer,
      IpAddress localAddress,
      int localPort,
      int remotePort,
      Octets sentOpen,
      Octets receivedOpen,
      List<Tlv> information)
      implements BmpMessage {
    public PeerUp {
      information = List.copyOf(information);
    }

    @Override
    public int type() {
      return PEER_UP;
    }
  }

  /**
   * A session of the router is over.
   *
   * @param data the NOTIFICATION from its BGP header on for reasons 1 and 3, two octets of the
   *     event's number for 2; else empty
   */
  record PeerDown(PeerHeader peer, int reason, Octets data) implements BmpMessage {
    /** The router sent a NOTIFICATION. */
    public static final int LOCAL_NOTIFICATION = 1;

    /** The router closed it without one. */
    public static final int LOCAL = 2;

    /** The router's peer sent a NOTIFICATION. */
    public static final int REMOTE_NOTIFICATION = 3;

    /** The router's peer closed it without one. */
    public static final int REMOTE = 4;

    /** The router tells no more of it. */
    public static final int DECONFIGURED = 5;

    @Override
    public int type() {
      return PEER_DOWN;
    }
  }

  /**
   * Routes of one of the session's tables.
   *
   * @param update an UPDATE, from its BGP header on
   */
  record RouteMonitoring(PeerHeader peer, Octets update) implements BmpMessage {
    @Override
    public int type() {
      return ROUTE_MONITORING;
    }
  }

  /** Counters and gauges of a session. */
  record Statistics(PeerHeader peer, List<Tlv> counters) implements BmpMessage {
    /** UPDATEs that were treated as withdrawals (RFC 7606): 4 octets. */
    public static final int TREATED_AS_WITHDRAW = 11;

    /** Their prefixes: 4 octets. */
    public static final int PREFIXES_TREATED_AS_WITHDRAW = 12;

    /** Routes of the Adj-RIB-Out before policy: 8 octets (RFC 8671). */
    public static final int ADJ_RIB_OUT_PRE = 14;

    /** The same of one family: AFI, SAFI, 8 octets. */
    public static final int ADJ_RIB_OUT_PRE_FAMILY = 16;

    /** Routes of the Adj-RIB-In: 8 octets. */
    public static final int ADJ_RIB_IN = 7;

    /** The same of one family: AFI, SAFI, 8 octets. */
    public static final int ADJ_RIB_IN_FAMILY = 9;

    /** Routes of the Adj-RIB-Out after policy: 8 octets (RFC 8671). */
    public static final int ADJ_RIB_OUT_POST = 15;

    /** The same of one family: AFI, SAFI, 8 octets. */
    public static final int ADJ_RIB_OUT_POST_FAMILY = 17;

    public Statistics {
      counters = List.copyOf(counters);
    }

    @Override
    public int type() {
      return STATISTICS;
    }
  }

  /** Messages as they passed. */
  record RouteMirroring(PeerHeader peer, List<Tlv> items) implements BmpMessage {
    /** A BGP message from its header on. */
    public static final int BGP_MESSAGE = 0;

    /** Two octets: what is the matter. */
    public static final int INFORMATION = 1;

    /** The message had an error. */
    public static final Octets ERRORED = Octets.of(0, 0);

    /** Messages are missing here. */
    public static final Octets LOST = Octets.of(0, 1);

    public RouteMirroring {
      items = List.copyOf(items);
    }

    @Override
    public int type() {
      return ROUTE_MIRRORING;
    }
  }

  /** A type that no document known here has. */
  record Unknown(int type, Octets body) implements BmpMessage {}
}
