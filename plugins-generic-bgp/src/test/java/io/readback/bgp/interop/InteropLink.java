package io.readback.bgp.interop;

import io.readback.lab.router.BgpPeer;
import io.readback.lab.router.BgpPeer.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The sessions that a router of the matrix has with us, all at once: each has addresses and a VIP
 * of its own on our side, so that one start of the router serves many rows.
 */
enum InteropLink {
  EBGP_IPV4_DIAL(Us.EXTERNAL, Transport.IPV4, Caller.US, ""),
  EBGP_IPV4_LISTEN(Us.EXTERNAL, Transport.IPV4, Caller.ROUTER, ""),
  IBGP_IPV4_DIAL(Us.INTERNAL, Transport.IPV4, Caller.US, ""),
  IBGP_IPV4_LISTEN(Us.INTERNAL, Transport.IPV4, Caller.ROUTER, ""),
  EBGP_IPV6_DIAL(Us.EXTERNAL, Transport.IPV6, Caller.US, ""),
  EBGP_IPV6_LISTEN(Us.EXTERNAL, Transport.IPV6, Caller.ROUTER, ""),
  IBGP_IPV6_DIAL(Us.INTERNAL, Transport.IPV6, Caller.US, ""),
  IBGP_IPV6_LISTEN(Us.INTERNAL, Transport.IPV6, Caller.ROUTER, ""),
  COLLISION(Us.EXTERNAL, Transport.IPV4, Caller.BOTH, ""),
  EXTENDED_NEXT_HOP(Us.EXTERNAL, Transport.IPV6, Caller.US, "v4"),
  NO_EXTENDED_NEXT_HOP(Us.EXTERNAL, Transport.IPV6, Caller.US, "v4"),
  TWO_OCTET_AS(Us.EXTERNAL, Transport.IPV4, Caller.US, ""),
  FOUR_OCTET_AS(Us.LARGE, Transport.IPV4, Caller.US, ""),
  LOCAL_AS(Us.HIDDEN, Transport.IPV4, Caller.US, "external localas=65011"),
  MD5_DIAL(Us.EXTERNAL, Transport.IPV4, Caller.US, "password=correct"),
  MD5_LISTEN(Us.EXTERNAL, Transport.IPV4, Caller.ROUTER, "password=correct"),
  MD5_WRONG(Us.EXTERNAL, Transport.IPV4, Caller.US, "password=wrong"),
  TTL_SECURITY(Us.EXTERNAL, Transport.IPV4, Caller.BOTH, "gtsm"),
  ROLE(Us.EXTERNAL, Transport.IPV4, Caller.US, "role=customer strict"),
  ROLE_MISMATCH(Us.EXTERNAL, Transport.IPV4, Caller.US, "role=peer"),
  BULK(Us.EXTERNAL, Transport.IPV4, Caller.US, ""),
  HOLD(Us.EXTERNAL, Transport.IPV4, Caller.US, ""),
  DELAY_OPEN(Us.EXTERNAL, Transport.IPV4, Caller.US, "delayopen=30"),
  HOLD_ZERO(Us.EXTERNAL, Transport.IPV4, Caller.US, ""),
  MULTIHOP(Us.EXTERNAL, Transport.IPV4, Caller.US, "multihop=5"),
  RANGE(Us.EXTERNAL, Transport.IPV4, Caller.ROUTER, "range=172.16.10.0/29"),
  WRONG_AS(Us.MISTAKEN, Transport.IPV4, Caller.US, ""),
  ADD_PATH(Us.EXTERNAL, Transport.IPV4, Caller.US, "addpath"),
  MD5_IPV6(Us.EXTERNAL, Transport.IPV6, Caller.US, "password=correct"),
  MD5_RANGE(Us.EXTERNAL, Transport.IPV4, Caller.ROUTER, "range=172.16.10.0/29 password=correct"),
  TTL_SECURITY_IPV6(Us.EXTERNAL, Transport.IPV6, Caller.BOTH, "gtsm"),
  BULK_IPV6(Us.EXTERNAL, Transport.IPV6, Caller.US, ""),
  PREFIX_LIMIT(Us.EXTERNAL, Transport.IPV4, Caller.US, ""),
  BFD(Us.EXTERNAL, Transport.IPV4, Caller.US, "bfd=200"),
  BFD_MULTIHOP(Us.EXTERNAL, Transport.IPV4, Caller.US, "bfd=200 multihop=5"),
  // These stall or end with their process, on a node of their own.
  GOODBYE(Us.EXTERNAL, Transport.IPV4, Caller.US, ""),
  GRACEFUL_RESTART(Us.EXTERNAL, Transport.IPV4, Caller.US, "gr"),
  GRACEFUL_RESTART_IBGP(Us.INTERNAL, Transport.IPV6, Caller.US, "gr"),
  LONG_LIVED(Us.EXTERNAL, Transport.IPV4, Caller.US, "gr=1 llgr=300"),
  BFD_OURS(Us.EXTERNAL, Transport.IPV4, Caller.US, "bfd=200");

  static final long ROUTER_AS = 65000;

  /** The router's addresses. */
  static final String ROUTER = "172.16.10.1";

  static final String ROUTER6 = "2001:db8::1";

  /** Our AS number as the session is configured, and as the router knows it. */
  enum Us {
    EXTERNAL(65011, 65011),
    INTERNAL(ROUTER_AS, ROUTER_AS),
    LARGE(4200000011L, 4200000011L),
    HIDDEN(64999, 65011),
    MISTAKEN(65011, 65012);

    private final long configured;
    private final long known;

    Us(long configured, long known) {
      this.configured = configured;
      this.known = known;
    }
  }

  enum Transport {
    IPV4,
    IPV6
  }

  /** Who opens the connection. */
  enum Caller {
    US,
    ROUTER,
    BOTH
  }

  private final Us us;
  private final Transport transport;
  private final Caller caller;
  private final String options;

  InteropLink(Us us, Transport transport, Caller caller, String options) {
    this.us = us;
    this.transport = transport;
    this.caller = caller;
    this.options = options;
  }

  /** The session's name in our speaker. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  private int number() {
    return 11 + ordinal();
  }

  private boolean overIpv6() {
    return transport == Transport.IPV6;
  }

  boolean external() {
    return us != Us.INTERNAL;
  }

  boolean onSecondNode() {
    return ordinal() >= GOODBYE.ordinal();
  }

  private String identifier() {
    return "172.16.10." + number();
  }

  /** Our address, by which the router names us. */
  String address() {
    return overIpv6() ? "2001:db8::" + number() : identifier();
  }

  /** The family of the transport. */
  Family family() {
    return overIpv6() ? Family.IPV6 : Family.IPV4;
  }

  /** The prefix that we announce, of the transport's family. */
  String vip() {
    return overIpv6() ? "2001:db8:1::" + number() + "/128" : "192.0.2." + number() + "/32";
  }

  /** The AS path that the router sees. */
  String asPath() {
    return external() ? Long.toString(us.known) : "";
  }

  /** The hold time that we offer, in seconds. */
  int holdTime() {
    return switch (this) {
      case HOLD -> 3;
      case HOLD_ZERO -> 0;
      default -> 90;
    };
  }

  /** What {@link NodeSpeaker} is told. */
  String session() {
    List<String> words = new ArrayList<>();
    words.add("session " + us.configured + " " + identifier());
    words.add(overIpv6() ? ROUTER6 : ROUTER);
    words.add(Long.toString(us == Us.HIDDEN ? 0 : ROUTER_AS));
    words.add(overIpv6() ? "v6" : "v4");
    words.add("local=" + address());
    if (caller != Caller.US) {
      words.add("listen");
    }
    if (caller == Caller.ROUTER) {
      words.add("passive");
    }
    words.add(options);
    return String.join(" ", words).strip();
  }

  /** What the router is configured with. */
  BgpPeer peer() {
    BgpPeer.Builder peer =
        BgpPeer.to(address(), us.known)
            .localAddress(overIpv6() ? ROUTER6 : ROUTER)
            .families(overIpv6() ? Family.IPV6 : Family.IPV4);
    if (caller == Caller.US) {
      peer.passive();
    }
    switch (this) {
      case EXTENDED_NEXT_HOP -> peer.families(Family.IPV4, Family.IPV6).extendedNextHop();
      case NO_EXTENDED_NEXT_HOP -> peer.families(Family.IPV4, Family.IPV6);
      case TWO_OCTET_AS -> peer.twoOctetAs();
      case MD5_DIAL, MD5_LISTEN, MD5_WRONG, MD5_IPV6, MD5_RANGE -> peer.password("correct");
      case TTL_SECURITY, TTL_SECURITY_IPV6 -> peer.ttlSecurity();
      case ROLE, ROLE_MISMATCH -> peer.role("provider");
      case BULK -> peer.extendedMessages();
      case HOLD -> peer.holdTime(3);
      case MULTIHOP -> peer.multihop();
      case ADD_PATH -> peer.addPath();
      case PREFIX_LIMIT -> peer.prefixLimit(1);
      case BFD, BFD_OURS -> peer.bfd();
      case BFD_MULTIHOP -> peer.multihop().bfd();
      case GRACEFUL_RESTART, GRACEFUL_RESTART_IBGP -> peer.restartTime(60);
      case LONG_LIVED -> peer.restartTime(60).longLivedTime(300);
      default -> {}
    }
    return peer.build();
  }
}
