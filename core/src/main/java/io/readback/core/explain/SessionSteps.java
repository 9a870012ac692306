package io.readback.core.explain;

import io.readback.core.model.ServiceRef;
import io.readback.core.plan.PlannedTarget;
import io.readback.core.plan.ServicePlan.AddressPlan;
import io.readback.core.verdict.HopState;
import io.readback.core.verdict.RouteVerdict;
import io.readback.core.verdict.VerdictKind;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.AnnouncerObservation;
import io.readback.spi.observe.Cause;
import io.readback.spi.observe.SessionState;
import io.readback.spi.observe.SessionStatus;
import io.readback.spi.observe.TargetStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** From a peer that should be told to a route on its session: steps session and advertised. */
final class SessionSteps {
  private final ExplainInput input;
  private final ServiceRef service;
  private final Chain chain;

  SessionSteps(ExplainInput input, ServiceRef service, Chain chain) {
    this.input = input;
    this.service = service;
    this.chain = chain;
  }

  void addSessions(AddressPlan address, PeerGroup group) {
    Optional<RouteVerdict> row = row(address, group);
    List<String> up = new ArrayList<>();
    List<String> untold = new ArrayList<>();
    for (Map.Entry<String, PlannedTarget> e : group.announced().entrySet()) {
      String node = e.getKey();
      String subject = node + " to " + group.subject();
      Optional<HopState> hop =
          row.filter(RouterSteps::readNow)
              .flatMap(r -> r.hops().stream().filter(h -> h.hop().node().equals(node)).findFirst());
      Optional<SessionStatus> own = status(node, e.getValue()).flatMap(TargetStatus::session);
      if (hop.filter(h -> h.kind() == VerdictKind.SESSION_DOWN).isPresent()) {
        down(subject, hop.get(), row.get());
      } else if (hop.filter(HopState::stale).isPresent()) {
        chain.failed(
            "session",
            subject,
            "session down: only graceful restart keeps its paths at the router",
            Remedies.of(Cause.STALE.name(), row.get(), Optional.empty()));
      } else if (own.isPresent() && own.get().state() != SessionState.ESTABLISHED) {
        ownDown(subject, own.get(), row);
      } else if (own.isPresent() || hop.isPresent()) {
        up.add(node);
      } else {
        untold.add(node);
      }
    }
    if (!up.isEmpty()) {
      chain.ok("session", group.subject(), "established from " + PeerGroup.names(up));
    }
    if (!untold.isEmpty()) {
      chain.unknown(
          "session",
          group.subject(),
          "nothing is known here of the sessions of "
              + PeerGroup.names(untold)
              + ": their own agents know, and the router when it can be read",
          "");
    }
  }

  private void down(String subject, HopState hop, RouteVerdict row) {
    String detail = hop.words() + (hop.detail().isEmpty() ? "" : " [" + hop.detail() + "]");
    if (row.kind() == VerdictKind.PENDING) {
      chain.pending("session", subject, detail);
    } else {
      chain.failed("session", subject, detail, Remedies.of(hop.reason(), row, hop.finding()));
    }
  }

  private void ownDown(String subject, SessionStatus own, Optional<RouteVerdict> row) {
    String detail =
        own.state() + own.lastError().map(e -> ": " + e.text()).orElse(": no connection yet");
    RouteVerdict about =
        row.orElseGet(() -> RouteVerdict.builder(service.namespace(), service.name()).build());
    chain.failed(
        "session",
        subject,
        detail,
        own.lastError()
            .map(e -> Remedies.of(e.cause().name(), about, Optional.empty()))
            .orElse(""));
  }

  void addAdvertised(AddressPlan address, PeerGroup group) {
    PlannedTarget target = group.announced().get(input.node());
    if (target == null) {
      chain.skipped(
          "advertised",
          group.subject(),
          "this agent's node "
              + input.node()
              + " does not announce it; "
              + PeerGroup.names(group.announced().keySet())
              + " can tell");
      return;
    }
    String subject = input.node() + " to " + group.subject();
    Optional<TargetStatus> status = status(input.node(), target);
    TreeSet<IpPrefix> prefixes = new TreeSet<>();
    address.decisions().stream()
        .filter(d -> d.node().equals(input.node()) && d.target().equals(Optional.of(target.id())))
        .forEach(d -> prefixes.addAll(d.prefixes()));
    if (status.isEmpty()) {
      chain.unknown(
          "advertised", subject, "no announcer has taken this session", "readback plugins");
      return;
    }
    TargetStatus known = status.get();
    for (IpPrefix prefix : prefixes) {
      String refused = known.rejected().get(prefix);
      boolean up = known.session().map(s -> s.state() == SessionState.ESTABLISHED).orElse(true);
      if (refused != null) {
        chain.failed(
            "advertised",
            subject,
            prefix + " is refused by our announcer: " + refused,
            "mend what the announcer says about the route");
      } else if (known.advertised().get(prefix) != null) {
        chain.ok("advertised", subject, prefix + " was sent");
      } else if (!up) {
        chain.skipped("advertised", subject, prefix + ": the session is not up");
      } else if (known.accepted().get(prefix) != null) {
        chain.pending("advertised", subject, prefix + " is accepted and not sent yet");
      } else {
        chain.pending("advertised", subject, prefix + " is not taken over by our announcer yet");
      }
    }
  }

  /** The verdict at the router that has the peer's address. */
  Optional<RouteVerdict> row(AddressPlan address, PeerGroup group) {
    return input.verdicts().of(service).stream()
        .filter(r -> r.vip().equals(Optional.of(address.address())))
        .filter(
            r ->
                r.router().equals(group.address().toString())
                    || Optional.ofNullable(input.cluster().routers().get(r.router()))
                        .filter(c -> c.addresses().contains(group.address()))
                        .isPresent())
        .findFirst();
  }

  private Optional<TargetStatus> status(String node, PlannedTarget target) {
    if (!node.equals(input.node())) {
      return Optional.empty();
    }
    for (AnnouncerObservation observation : input.book().announcers().values()) {
      for (TargetStatus status : observation.targets()) {
        if (status.id().equals(target.id())) {
          return Optional.of(status);
        }
      }
    }
    return Optional.empty();
  }
}
