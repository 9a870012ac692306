package io.readback.core.explain;

import io.readback.core.model.RouterConfig;
import io.readback.core.model.SecretRef;
import io.readback.core.observe.LookFailure;
import io.readback.core.verdict.RouteVerdict;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.Finding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What to do about each reason of a verdict. */
final class Remedies {
  private Remedies() {}

  /** For a route or session that is not as it should be. */
  static String of(String reason, RouteVerdict row, Optional<Finding> finding) {
    String prefix = row.prefix().map(IpPrefix::toString).orElse("the prefix");
    String todo =
        switch (reason) {
          case "NO_POLICY" ->
              "give the neighbour an inbound and outbound policy on the router (a route-map that"
                  + " permits the VIPs), or `no bgp ebgp-requires-policy`";
          case "FILTERED" ->
              "permit " + prefix + " in the router's inbound prefix-list or route-map";
          case "AS_LOOP" ->
              "our AS number is the router's own or already in the path: use another localASN, or"
                  + " `allowas-in` on the router";
          case "NEXTHOP_UNREACHABLE" ->
              "let the router reach the next hop: a shared link, a route to it, or ebgp-multihop";
          case "OTHER_PROTOCOL" ->
              "remove the router's static or other route for " + prefix + ", or raise its distance";
          case "FIB_FILTERED" -> "let the router's RIB filter (ip protocol bgp) pass " + prefix;
          case "FIB_REFUSED" ->
              "the kernel or hardware refused the route: see its log; often multipath is missing"
                  + " or a table is full";
          case "NOT_SELECTED" ->
              "another path is better: compare AS path length, MED and local preference";
          case "MULTIPATH_LIMIT" ->
              "raise maximum-paths on the router, and `bgp bestpath as-path multipath-relax` where"
                  + " nodes have different AS numbers";
          case "DAMPED" -> "wait, or clear the damping of " + prefix + " on the router";
          case "STALE" -> "bring the node's agent back, or wait until the restart time is over";
          case "NOT_CONFIGURED" ->
              "add the node's address as a neighbour on the router, or a listen range for it";
          case "ADMIN_SHUTDOWN" -> "`no neighbor … shutdown` on the router";
          case "MAX_PREFIX" ->
              "raise the neighbour's maximum-prefix, then clear the session on the router";
          case "BFD_DOWN" -> "see why BFD packets are lost, or switch BFD off for the neighbour";
          case "FAMILY_NOT_ACTIVATED" ->
              "activate the neighbour in the address family on the router";
          case "WRONG_AS" ->
              "make peerASN in the peer's manifest equal the router's AS, and remote-as on the"
                  + " router equal our localASN (myASN of a BGPPeer)";
          case "BAD_IDENTIFIER" -> "give each speaker its own BGP Identifier (routerID)";
          case "OPEN_REFUSED" -> "compare hold time and capabilities of both ends";
          case "AUTHENTICATION" ->
              "compare the password in the peer's Secret with the neighbour's on the router";
          case "NO_ANSWER" -> "check address, port and firewall between node and router (TCP 179)";
          case "CONNECTION_REFUSED" ->
              "start BGP on the router at that address and port, and let it accept the node";
          case "HOLD_TIMER_EXPIRED", "CONNECTION_LOST" ->
              "see whether the node's agent runs, and the link between node and router";
          case "CEASE" -> "see on the router why it closed the session";
          case "PROTOCOL_ERROR" -> "see both ends' logs for the NOTIFICATION";
          case "ANNOUNCER_REFUSES" -> "mend what the announcer says about the route";
          case "NOT_RECEIVED" ->
              "see on the node whether its agent runs and advertises: readback bgp routes"
                  + " advertised";
          case "NOT_IN_TABLE" ->
              "see on the node whether its agent advertises (readback bgp routes advertised), and"
                  + " on the router what its inbound policy does to "
                  + prefix;
          case "NOT_INSTALLED" ->
              "see the router's log for why its forwarding table lacks " + prefix;
          case "NOT_ACCEPTED", "NOT_ADVERTISED" ->
              "see readback bgp peers and readback problems on the node, then its agent's log";
          case "ATTRIBUTES" ->
              "let the router's inbound policy keep what the nodes send with "
                  + prefix
                  + ": it removes or replaces communities or the metric";
          case "UNEXPECTED_NEXT_HOP" ->
              "find who announces it: a node with older manifests, or a stranger";
          case "STILL_THERE" ->
              "find who still announces "
                  + prefix
                  + ": a node whose agent does not follow the manifests, or a stranger";
          case "EVIDENCE_TOO_OLD", "NOT_LOOKED_AT" ->
              "see readback problems, and the agent's log for the looking glasses of "
                  + row.router();
          case "DUPLICATE_ADDRESS" ->
              "take the address from the machine that should not have it: an interface or `lo` of a"
                  + " node (then set arp_ignore=1 there), a stranger, a second cluster";
          case "NOT_ANSWERED" ->
              "see on the nodes that may answer whether their agents run, and what readback explain"
                  + " says there; then whether the interface leads to the same link";
          case "NO_SPEAKER_ADDRESS" ->
              "give the node an InternalIP, or the peer a localAddress in a"
                  + " CiliumBGPNodeConfigOverride";
          case "NOT_COVERED" -> "add a looking glass that reads routes to Router " + row.router();
          case "UNKNOWN" -> "see both ends' logs";
          case "NO_ROUTER" ->
              "apply a Router manifest: {apiVersion: readback.io/v1alpha1, kind: Router, metadata:"
                  + " {name: …}, spec: {address: "
                  + row.router()
                  + ", lookingGlasses: [{type: frr, ssh: {host: "
                  + row.router()
                  + ", user: …, hostKey: …, secretRef: {namespace: …, name: …}}}]}}";
          default -> "";
        };
    String look =
        finding
            .filter(f -> !f.command().isEmpty())
            .map(
                f ->
                    (f.cause() == Cause.DUPLICATE_ADDRESS ? "ask again: " : "see on the router: ")
                        + f.command())
            .orElse("");
    return look.isEmpty() ? todo : todo.isEmpty() ? look : look + "; then " + todo;
  }

  /** For a router that cannot be read. */
  static String ofLook(String reason, RouterConfig router) {
    String secrets =
        router.lookingGlasses().stream()
            .flatMap(g -> g.secrets().values().stream())
            .map(SecretRef::toString)
            .distinct()
            .collect(Collectors.joining(", "));
    String where = "Router " + Known.named(router.name(), router.origin());
    return switch (reason) {
      case "AUTH" ->
          "check user and Secret "
              + (secrets.isEmpty() ? "" : secrets + " ")
              + "of "
              + where
              + ": the key must stand in that user's authorized_keys on the router, or the password"
              + " be the router's";
      case "HOSTKEY" ->
          "somebody may be in between: compare the router's host key (ssh-keygen -lf"
              + " /etc/ssh/ssh_host_ed25519_key.pub there) with hostKey in "
              + where
              + ", and change it only when they should differ";
      case "TIMEOUT", "UNREACHABLE" ->
          "check host, port and firewall between this agent and the looking glass of "
              + where
              + ", and whether the router is up";
      case LookFailure.PERMISSION ->
          "give the user of " + where + " the right to run the router's show commands";
      case LookFailure.NOT_SET_UP -> "mend " + where + " as the message says (readback problems)";
      case "UNREADABLE" ->
          "log in at the router as the user of "
              + where
              + " and see what it answers to the same question; the routing software may be down or"
              + " too old";
      default -> "see the looking glasses of " + where;
    };
  }

  /** The words of a row for people that have not seen the others. */
  static String summary(RouteVerdict row) {
    return row.kind() + (row.message().isEmpty() ? "" : ": " + row.message());
  }

  static String join(List<String> parts) {
    return parts.stream().filter(p -> !p.isEmpty()).distinct().collect(Collectors.joining("; "));
  }
}
