package io.readback.bgp.message;

import java.util.Optional;

/** The registered NOTIFICATION codes and subcodes. */
public enum ErrorCode {
  // RFC 4271 section 6.1
  HEADER_UNSPECIFIC(1, 0, "Message Header Error"),
  CONNECTION_NOT_SYNCHRONIZED(1, 1, "Connection Not Synchronized"),
  BAD_MESSAGE_LENGTH(1, 2, "Bad Message Length"),
  BAD_MESSAGE_TYPE(1, 3, "Bad Message Type"),
  // RFC 4271 section 6.2, RFC 5492, RFC 9234
  OPEN_UNSPECIFIC(2, 0, "OPEN Message Error"),
  UNSUPPORTED_VERSION_NUMBER(2, 1, "Unsupported Version Number"),
  BAD_PEER_AS(2, 2, "Bad Peer AS"),
  BAD_BGP_IDENTIFIER(2, 3, "Bad BGP Identifier"),
  UNSUPPORTED_OPTIONAL_PARAMETER(2, 4, "Unsupported Optional Parameter"),
  /** Deprecated by RFC 4271; old routers still say so. */
  AUTHENTICATION_FAILURE(2, 5, "Authentication Failure"),
  UNACCEPTABLE_HOLD_TIME(2, 6, "Unacceptable Hold Time"),
  UNSUPPORTED_CAPABILITY(2, 7, "Unsupported Capability"),
  ROLE_MISMATCH(2, 11, "Role Mismatch"),
  // RFC 4271 section 6.3
  UPDATE_UNSPECIFIC(3, 0, "UPDATE Message Error"),
  MALFORMED_ATTRIBUTE_LIST(3, 1, "Malformed Attribute List"),
  UNRECOGNIZED_WELL_KNOWN_ATTRIBUTE(3, 2, "Unrecognized Well-known Attribute"),
  MISSING_WELL_KNOWN_ATTRIBUTE(3, 3, "Missing Well-known Attribute"),
  ATTRIBUTE_FLAGS_ERROR(3, 4, "Attribute Flags Error"),
  ATTRIBUTE_LENGTH_ERROR(3, 5, "Attribute Length Error"),
  INVALID_ORIGIN(3, 6, "Invalid ORIGIN Attribute"),
  /** Deprecated by RFC 4271, likewise. */
  AS_ROUTING_LOOP(3, 7, "AS Routing Loop"),
  INVALID_NEXT_HOP(3, 8, "Invalid NEXT_HOP Attribute"),
  OPTIONAL_ATTRIBUTE_ERROR(3, 9, "Optional Attribute Error"),
  INVALID_NETWORK_FIELD(3, 10, "Invalid Network Field"),
  MALFORMED_AS_PATH(3, 11, "Malformed AS_PATH"),
  // RFC 4271 section 6.5
  HOLD_TIMER_EXPIRED(4, 0, "Hold Timer Expired"),
  // RFC 4271 section 6.6, RFC 6608
  FSM_ERROR(5, 0, "Finite State Machine Error"),
  FSM_UNEXPECTED_IN_OPEN_SENT(5, 1, "Receive Unexpected Message in OpenSent State"),
  FSM_UNEXPECTED_IN_OPEN_CONFIRM(5, 2, "Receive Unexpected Message in OpenConfirm State"),
  FSM_UNEXPECTED_IN_ESTABLISHED(5, 3, "Receive Unexpected Message in Established State"),
  // RFC 4271 section 6.7, RFC 4486, RFC 8538, RFC 9384
  CEASE_UNSPECIFIC(6, 0, "Cease"),
  MAXIMUM_PREFIXES_REACHED(6, 1, "Maximum Number of Prefixes Reached"),
  ADMINISTRATIVE_SHUTDOWN(6, 2, "Administrative Shutdown"),
  PEER_DECONFIGURED(6, 3, "Peer De-configured"),
  ADMINISTRATIVE_RESET(6, 4, "Administrative Reset"),
  CONNECTION_REJECTED(6, 5, "Connection Rejected"),
  OTHER_CONFIGURATION_CHANGE(6, 6, "Other Configuration Change"),
  CONNECTION_COLLISION_RESOLUTION(6, 7, "Connection Collision Resolution"),
  OUT_OF_RESOURCES(6, 8, "Out of Resources"),
  HARD_RESET(6, 9, "Hard Reset"),
  BFD_DOWN(6, 10, "BFD Down"),
  // RFC 7313
  ROUTE_REFRESH_UNSPECIFIC(7, 0, "ROUTE-REFRESH Message Error"),
  ROUTE_REFRESH_INVALID_LENGTH(7, 1, "Invalid Message Length"),
  // RFC 9687
  SEND_HOLD_TIMER_EXPIRED(8, 0, "Send Hold Timer Expired");

  /** The code of all Cease errors. */
  public static final int CEASE = 6;

  private final int code;
  private final int subcode;
  private final String title;

  ErrorCode(int code, int subcode, String title) {
    this.code = code;
    this.subcode = subcode;
    this.title = title;
  }

  public int code() {
    return code;
  }

  public int subcode() {
    return subcode;
  }

  /** The name in the registry. */
  public String title() {
    return title;
  }

  public static Optional<ErrorCode> find(int code, int subcode) {
    for (ErrorCode e : values()) {
      if (e.code == code && e.subcode == subcode) {
        return Optional.of(e);
      }
    }
    return Optional.empty();
  }

  /** The name of any code and subcode; an unregistered subcode is named after its code. */
  public static String nameOf(int code, int subcode) {
    return find(code, subcode)
        .map(ErrorCode::title)
        .or(() -> find(code, 0).map(e -> e.title + ", unknown subcode"))
        .orElse("unknown error");
  }
}
