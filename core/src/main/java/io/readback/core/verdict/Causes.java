package io.readback.core.verdict;

import io.readback.spi.observe.Cause;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What each cause means for a verdict, and its words. */
final class Causes {
  /**
   * The more a cause says, the earlier it stands: of two ends' words the more telling one counts.
   */
  private static final List<Cause> TELLING =
      List.of(
          Cause.ADMIN_SHUTDOWN,
          Cause.MAX_PREFIX,
          Cause.WRONG_AS,
          Cause.BAD_IDENTIFIER,
          Cause.OPEN_REFUSED,
          Cause.FAMILY_NOT_ACTIVATED,
          Cause.NOT_CONFIGURED,
          Cause.AUTHENTICATION,
          Cause.NO_POLICY,
          Cause.FILTERED,
          Cause.AS_LOOP,
          Cause.OTHER_PROTOCOL,
          Cause.FIB_FILTERED,
          Cause.FIB_REFUSED,
          Cause.NEXTHOP_UNREACHABLE,
          Cause.DAMPED,
          Cause.MULTIPATH_LIMIT,
          Cause.NOT_SELECTED,
          Cause.STALE,
          Cause.DUPLICATE_ADDRESS,
          Cause.PROTOCOL_ERROR,
          Cause.BFD_DOWN,
          Cause.HOLD_TIMER_EXPIRED,
          Cause.CONNECTION_REFUSED,
          Cause.CEASE,
          Cause.NO_ANSWER,
          Cause.CONNECTION_LOST);

  private static final Set<Cause> OF_SESSIONS =
      EnumSet.range(Cause.NOT_CONFIGURED, Cause.CONNECTION_LOST);

  private Causes() {}

  /** 0 for the most telling cause. */
  static int rank(Cause cause) {
    int at = TELLING.indexOf(cause);
    return at < 0 ? TELLING.size() : at;
  }

  static boolean ofSession(Cause cause) {
    return OF_SESSIONS.contains(cause);
  }

  static String words(Cause cause) {
    return switch (cause) {
      case NO_POLICY -> "no policy (RFC 8212)";
      case FILTERED -> "filtered by policy";
      case AS_LOOP -> "AS loop";
      case NEXTHOP_UNREACHABLE -> "next hop unreachable";
      case OTHER_PROTOCOL -> "another protocol's route wins";
      case FIB_FILTERED -> "filtered on the way to the forwarding table";
      case FIB_REFUSED -> "refused by the forwarding table";
      case NOT_SELECTED -> "a better path is selected";
      case MULTIPATH_LIMIT -> "multipath limit";
      case DAMPED -> "damped";
      case STALE -> "kept only by graceful restart";
      case DUPLICATE_ADDRESS -> "answered by others too";
      case NOT_CONFIGURED -> "neighbour not configured";
      case ADMIN_SHUTDOWN -> "shut down by the router's administrator";
      case MAX_PREFIX -> "maximum of prefixes exceeded";
      case BFD_DOWN -> "BFD down";
      case FAMILY_NOT_ACTIVATED -> "address family not activated";
      case WRONG_AS -> "wrong AS number";
      case BAD_IDENTIFIER -> "bad BGP Identifier";
      case OPEN_REFUSED -> "OPEN refused";
      case AUTHENTICATION -> "authentication (TCP MD5) probably differs";
      case NO_ANSWER -> "no answer";
      case CONNECTION_REFUSED -> "connection refused";
      case HOLD_TIMER_EXPIRED -> "hold timer expired";
      case CEASE -> "closed by the other side";
      case PROTOCOL_ERROR -> "protocol error";
      case CONNECTION_LOST -> "connection lost";
      case AUTH -> "credentials refused";
      case HOSTKEY -> "host key is not the pinned one";
      case TIMEOUT -> "no answer in time";
      case UNREACHABLE -> "cannot be reached";
      case UNREADABLE -> "no usable answer";
      case UNKNOWN -> "cause unknown";
    };
  }
}
