package io.readback.bgp.message;

import java.util.List;

/** A capability of an OPEN message, RFC 5492. */
public sealed interface Capability {
  int MULTIPROTOCOL = 1;
  int ROUTE_REFRESH = 2;
  int OUTBOUND_ROUTE_FILTERING = 3;
  int EXTENDED_NEXT_HOP = 5;
  int EXTENDED_MESSAGE = 6;
  int ROLE = 9;
  int GRACEFUL_RESTART = 64;
  int FOUR_OCTET_AS = 65;
  int ADD_PATH = 69;
  int ENHANCED_ROUTE_REFRESH = 70;
  int LONG_LIVED_GRACEFUL_RESTART = 71;
  int FQDN = 73;
  int SOFTWARE_VERSION = 75;

  /** The capability code. */
  int code();

  /** The registry's name in lower case; {@code capability N} where none is known here. */
  static String nameOf(int code) {
    return switch (code) {
      case MULTIPROTOCOL -> "multiprotocol";
      case ROUTE_REFRESH -> "route-refresh";
      case OUTBOUND_ROUTE_FILTERING -> "outbound-route-filtering";
      case EXTENDED_NEXT_HOP -> "extended-next-hop";
      case EXTENDED_MESSAGE -> "extended-message";
      case 7 -> "bgpsec";
      case 8 -> "multiple-labels";
      case ROLE -> "role";
      case GRACEFUL_RESTART -> "graceful-restart";
      case FOUR_OCTET_AS -> "four-octet-as";
      case 67 -> "dynamic-capability";
      case 68 -> "multisession";
      case ADD_PATH -> "add-path";
      case ENHANCED_ROUTE_REFRESH -> "enhanced-route-refresh";
      case LONG_LIVED_GRACEFUL_RESTART -> "long-lived-graceful-restart";
      case FQDN -> "fqdn";
      case SOFTWARE_VERSION -> "software-version";
      case 76 -> "paths-limit";
      case 77 -> "link-local-next-hop";
      case 128 -> "route-refresh-old";
      default -> "capability " + code;
    };
  }

  /** RFC 4760: routes of this family may be exchanged. One capability a family. */
  record Multiprotocol(Family family) implements Capability {
    @Override
    public int code() {
      return MULTIPROTOCOL;
    }
  }

  /** RFC 2918. */
  record RouteRefresh() implements Capability {
    @Override
    public int code() {
      return ROUTE_REFRESH;
    }
  }

  /** RFC 8950: NLRI of a family with a next hop of another protocol. */
  record ExtendedNextHop(List<Encoding> encodings) implements Capability {
    /** NLRI of {@code family} may have a next hop of {@code nextHopAfi}. */
    public record Encoding(Family family, int nextHopAfi) {}

    /** IPv4 unicast with an IPv6 next hop. */
    public static final ExtendedNextHop IPV4_OVER_IPV6 =
        new ExtendedNextHop(List.of(new Encoding(Family.IPV4_UNICAST, Family.AFI_IPV6)));

    public ExtendedNextHop {
      encodings = List.copyOf(encodings);
    }

    @Override
    public int code() {
      return EXTENDED_NEXT_HOP;
    }
  }

  /** RFC 8654: messages of up to 65535 octets. */
  record ExtendedMessage() implements Capability {
    @Override
    public int code() {
      return EXTENDED_MESSAGE;
    }
  }

  /**
   * RFC 9234.
   *
   * @param value 0 provider, 1 route server, 2 route server client, 3 customer, 4 peer
   */
  record Role(int value) implements Capability {
    @Override
    public int code() {
      return ROLE;
    }
  }

  /**
   * RFC 4724, with the N bit of RFC 8538.
   *
   * @param restarting the R bit: the speaker has restarted, do not wait for its End-of-RIB
   * @param notification the N bit: NOTIFICATION, too, is followed by a graceful restart
   * @param restartTime seconds until the session should be back, 0 to 4095
   */
  record GracefulRestart(
      boolean restarting, boolean notification, int restartTime, List<FamilyState> families)
      implements Capability {
    /**
     * A family that takes part.
     *
     * @param forwarding the F bit: forwarding state outlived the restart
     */
    public record FamilyState(Family family, boolean forwarding) {}

    public GracefulRestart {
      families = List.copyOf(families);
      if ((restartTime & ~0xfff) != 0) {
        throw new IllegalArgumentException("a restart time is 0 to 4095 s but was " + restartTime);
      }
    }

    @Override
    public int code() {
      return GRACEFUL_RESTART;
    }
  }

  /** RFC 6793. */
  record FourOctetAs(long asn) implements Capability {
    public FourOctetAs {
      if (asn < 0 || asn > 0xffffffffL) {
        throw new IllegalArgumentException("an AS number is 0 to 4294967295 but was " + asn);
      }
    }

    @Override
    public int code() {
      return FOUR_OCTET_AS;
    }
  }

  /** RFC 7911. */
  record AddPath(List<Mode> modes) implements Capability {
    /** What the speaker can do with path identifiers in a family. */
    public record Mode(Family family, boolean receive, boolean send) {}

    public AddPath {
      modes = List.copyOf(modes);
    }

    @Override
    public int code() {
      return ADD_PATH;
    }
  }

  /** RFC 7313. */
  record EnhancedRouteRefresh() implements Capability {
    @Override
    public int code() {
      return ENHANCED_ROUTE_REFRESH;
    }
  }

  /** RFC 9494. */
  record LongLivedGracefulRestart(List<FamilyTime> families) implements Capability {
    /**
     * A family that takes part.
     *
     * @param forwarding the F bit
     * @param staleTime seconds, 0 to 16777215
     */
    public record FamilyTime(Family family, boolean forwarding, int staleTime) {}

    public LongLivedGracefulRestart {
      families = List.copyOf(families);
    }

    @Override
    public int code() {
      return LONG_LIVED_GRACEFUL_RESTART;
    }
  }

  /** draft-walton-bgp-hostname-capability; text as received, sanitised for display. */
  record Fqdn(String host, String domain) implements Capability {
    @Override
    public int code() {
      return FQDN;
    }
  }

  /** draft-ietf-idr-bgp-software-version; text as received, sanitised for display. */
  record SoftwareVersion(String version) implements Capability {
    @Override
    public int code() {
      return SOFTWARE_VERSION;
    }
  }

  /** Any other code, or a descriptive one whose value makes no sense. */
  record Unknown(int code, Octets value) implements Capability {}
}
