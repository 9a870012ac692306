package io.readback.app.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bgp peers} tells of a session beyond its state.
 *
 * @param peerIdentifier the peer's BGP Identifier; null without an OPEN of the peer
 * @param connection null without a connection
 * @param sendQueue octets written and not yet taken by the kernel
 * @param flaps how often an established session ended since the peer was configured
 * @param lastStateChange ISO 8601; null: none yet
 * @param lastErrorDetail null: none yet
 * @param bfd null where no BFD is asked for
 * @param activity since the peer was configured
 */
public record SessionRow(
    @Nullable String peerIdentifier,
    TimersRow timers,
    @Nullable ConnectionRow connection,
    ProtectionRow protection,
    CapabilitiesRow capabilities,
    RestartRow gracefulRestart,
    MessagesRow messages,
    long sendQueue,
    long flaps,
    @Nullable String lastStateChange,
    @Nullable ErrorRow lastErrorDetail,
    @Nullable BfdRow bfd,
    ActivityRow activity) {

  /**
   * When messages passed last (ISO 8601; null: none did), how often the session was established,
   * and how many UPDATEs had errors, by how they were taken (RFC 7606).
   */
  public record ActivityRow(
      @Nullable String lastReceived,
      @Nullable String lastUpdateReceived,
      @Nullable String lastSent,
      long established,
      long treatedAsWithdraw,
      long attributesDiscarded) {}

  /**
   * Seconds.
   *
   * @param hold negotiated; 0 while not established or without keepalives
   * @param keepalive negotiated, likewise
   */
  public record TimersRow(
      int hold,
      int keepalive,
      int configuredHold,
      int configuredKeepalive,
      int connectRetry,
      int sendHold) {}

  /** The two ends of the connection, and who initiated it. */
  public record ConnectionRow(
      String localAddress, int localPort, String remoteAddress, int remotePort, boolean outgoing) {}

  /**
   * Protection of packets.
   *
   * @param authentication {@code none} or a scheme such as {@code tcp-md5}; never a secret
   * @param ttlSent null: the system's
   * @param ttlLeast packets with less are dropped (RFC 5082); null: none are
   */
  public record ProtectionRow(
      String authentication, @Nullable Integer ttlSent, @Nullable Integer ttlLeast) {}

  /** Capabilities of the OPEN messages of the connection. */
  public record CapabilitiesRow(List<CapabilityRow> sent, List<CapabilityRow> received) {}

  /** One capability; {@code value} is text for a person, or hexadecimal digits. */
  public record CapabilityRow(int code, String name, String value) {}

  /**
   * Graceful restart; times in seconds.
   *
   * @param staleRoutes received routes kept of a session that has ended
   */
  public record RestartRow(
      boolean agreed,
      boolean notification,
      int time,
      int peerTime,
      boolean peerRestarting,
      long staleRoutes) {}

  /** Messages by direction since the peer was configured. */
  public record MessagesRow(CountsRow sent, CountsRow received) {}

  /** Messages by type, and their octets. */
  public record CountsRow(
      long open, long update, long notification, long keepalive, long routeRefresh, long octets) {}

  /**
   * BFD beside the session; {@code state} is admin-down, down, init or up.
   *
   * @param diagnostic why this side last left up, in RFC 5880's words
   * @param transmitMillis between packets sent; 0: none are
   * @param detectionMillis of silence that brings it down; 0: the peer was not heard
   * @param since ISO 8601; null: not yet watched
   * @param timesUp how often it came up
   * @param discarded packets of the peer that were not taken: of a wrong key, or from too far away
   * @param authentication {@code none} or a type such as {@code meticulous-keyed-sha1}
   * @param echoMillis between echo packets sent; 0: none are
   * @param echoDetectionMillis of missing echo packets that brings it down; 0: none came back yet
   * @param problem null: none
   */
  public record BfdRow(
      String state,
      String diagnostic,
      String remoteState,
      String remoteDiagnostic,
      boolean multihop,
      long transmitMillis,
      long detectionMillis,
      @Nullable String since,
      int timesUp,
      long sent,
      long received,
      long discarded,
      String authentication,
      long echoMillis,
      long echoDetectionMillis,
      @Nullable String problem) {}

  /**
   * The last error.
   *
   * @param direction of the NOTIFICATION that told of it: {@code sent}, {@code received}, {@code
   *     none}
   * @param hex the message that caused it, at most its first 4096 octets; empty: no message
   */
  public record ErrorRow(String at, String cause, String text, String direction, String hex) {}
}
