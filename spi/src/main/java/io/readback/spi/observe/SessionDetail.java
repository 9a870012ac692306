package io.readback.spi.observe;

import io.readback.spi.net.IpAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an operator may want to know of a session beyond its state. For display alone: nothing is
 * decided by it. An announcer that does not know a part leaves it as in {@link #NONE}.
 *
 * @param timers the configured ones; the negotiated ones stand in {@link SessionStatus}
 * @param connection the present connection
 * @param protection how packets of the session are protected; never a secret
 * @param sentCapabilities what we opened the present connection with
 * @param receivedCapabilities what the peer opened it with
 * @param restart graceful restart
 * @param sent messages since the peer was configured
 * @param received messages since the peer was configured
 * @param sendQueue octets written and not yet taken by the kernel
 * @param flaps how often an established session ended since the peer was configured
 * @param lastStateChange when the state of the session changed last
 * @param events what happened, oldest first; a bounded number
 * @param bfd empty where no BFD is asked for
 * @param activity when messages passed last, and what else is counted
 */
public record SessionDetail(
    Timers timers,
    Optional<Connection> connection,
    Protection protection,
    List<SessionCapability> sentCapabilities,
    List<SessionCapability> receivedCapabilities,
    Restart restart,
    MessageCounts sent,
    MessageCounts received,
    long sendQueue,
    long flaps,
    Optional<Instant> lastStateChange,
    List<SessionEvent> events,
    Optional<SessionBfd> bfd,
    Activity activity) {
  /** Nothing is known. */
  public static final SessionDetail NONE =
      new SessionDetail(
          new Timers(0, 0, 0, 0),
          Optional.empty(),
          Protection.NONE,
          List.of(),
          List.of(),
          Restart.NONE,
          MessageCounts.NONE,
          MessageCounts.NONE,
          0,
          0,
          Optional.empty(),
          List.of(),
          Optional.empty(),
          Activity.NONE);

  public SessionDetail {
    sentCapabilities = List.copyOf(sentCapabilities);
    receivedCapabilities = List.copyOf(receivedCapabilities);
    events = List.copyOf(events);
  }

  /** Without BFD. */
  public SessionDetail(
      Timers timers,
      Optional<Connection> connection,
      Protection protection,
      List<SessionCapability> sentCapabilities,
      List<SessionCapability> receivedCapabilities,
      Restart restart,
      MessageCounts sent,
      MessageCounts received,
      long sendQueue,
      long flaps,
      Optional<Instant> lastStateChange,
      List<SessionEvent> events) {
    this(
        timers,
        connection,
        protection,
        sentCapabilities,
        receivedCapabilities,
        restart,
        sent,
        received,
        sendQueue,
        flaps,
        lastStateChange,
        events,
        Optional.empty(),
        Activity.NONE);
  }

  /**
   * What went on since the peer was configured.
   *
   * @param lastReceived when the last message of the peer was read
   * @param lastUpdateReceived when the last one with routes was
   * @param lastSent when our last message was written
   * @param established how often a session was established
   * @param treatedAsWithdraw UPDATEs whose errors made withdrawals of them (RFC 7606)
   * @param attributesDiscarded UPDATEs that lost attributes for their errors (RFC 7606)
   */
  public record Activity(
      Optional<Instant> lastReceived,
      Optional<Instant> lastUpdateReceived,
      Optional<Instant> lastSent,
      long established,
      long treatedAsWithdraw,
      long attributesDiscarded) {
    public static final Activity NONE =
        new Activity(Optional.empty(), Optional.empty(), Optional.empty(), 0, 0, 0);
  }

  /** Configured timers in seconds; 0: none, or not known. */
  public record Timers(int hold, int keepalive, int connectRetry, int sendHold) {}

  /**
   * The two ends of a TCP connection.
   *
   * @param outgoing whether we initiated it
   */
  public record Connection(
      IpAddress localAddress,
      int localPort,
      IpAddress remoteAddress,
      int remotePort,
      boolean outgoing) {}

  /**
   * Protection of the session's packets.
   *
   * @param authentication such as {@code tcp-md5}; empty: none
   * @param ttlSent the TTL packets leave with; empty: the system's
   * @param ttlLeast the lowest TTL that is taken (RFC 5082); empty: any
   */
  public record Protection(String authentication, OptionalInt ttlSent, OptionalInt ttlLeast) {
    public static final Protection NONE =
        new Protection("", OptionalInt.empty(), OptionalInt.empty());
  }

  /**
   * Graceful restart (RFC 4724, 8538).
   *
   * @param agreed whether both sides do it on this session
   * @param notification whether a NOTIFICATION, too, leaves routes in place
   * @param time seconds the peer keeps our routes
   * @param peerTime seconds the peer asks us to wait
   * @param peerRestarting whether the peer said that it has restarted
   * @param staleRoutes received routes that are kept of a session that has ended
   */
  public record Restart(
      boolean agreed,
      boolean notification,
      int time,
      int peerTime,
      boolean peerRestarting,
      long staleRoutes) {
    public static final Restart NONE = new Restart(false, false, 0, 0, false, 0);
  }
}
