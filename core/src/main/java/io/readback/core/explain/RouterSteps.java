package io.readback.core.explain;

import io.readback.core.model.RouterConfig;
import io.readback.core.verdict.HopState;
import io.readback.core.verdict.RouteVerdict;
import io.readback.core.verdict.VantageView;
import io.readback.core.verdict.VerdictKind;
import io.readback.spi.observe.Finding;
import io.readback.spi.observe.Vantage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one router did with the route: steps received, selected, installed, verified. */
final class RouterSteps {
  private static final List<Vantage> LADDER =
      List.of(Vantage.RECEIVED, Vantage.SELECTED, Vantage.INSTALLED);

  private final ExplainInput input;
  private final Chain chain;

  RouterSteps(ExplainInput input, Chain chain) {
    this.input = input;
    this.chain = chain;
  }

  void add(RouteVerdict row) {
    String subject =
        row.prefix()
                .map(Object::toString)
                .orElseGet(() -> row.vip().map(Object::toString).orElse(""))
            + " at "
            + row.router();
    boolean failed = false;
    for (Vantage vantage : LADDER) {
      failed |= addVantage(row, subject, vantage, failed);
    }
    addVerdict(row, subject, failed);
  }

  /** What is said of an address on a link: who answers is all there is to see. */
  void addLink(RouteVerdict row) {
    String vip = row.vip().map(Object::toString).orElse("");
    addVerdict(row, vip + " on link " + row.router(), false);
  }

  /** Returns whether the step failed. */
  private boolean addVantage(
      RouteVerdict row, String subject, Vantage vantage, boolean failedBefore) {
    String id = id(vantage);
    Optional<VantageView> view =
        row.vantages().stream().filter(v -> v.vantage() == vantage).findFirst();
    if (!readNow(row)) {
      if (row.kind() == VerdictKind.PENDING) {
        chain.pending(id, subject, "not looked at yet");
      } else {
        chain.unknown(id, subject, "the router was not read", "");
      }
      return false;
    }
    if (failedBefore) {
      chain.skipped(id, subject, "an earlier step failed");
      return false;
    }
    if (view.isEmpty()) {
      boolean implied =
          row.hops().stream()
              .allMatch(h -> h.seenAt().stream().anyMatch(v -> v.compareTo(vantage) > 0));
      chain.skipped(
          id,
          subject,
          implied ? "not read, but what follows implies it" : "no looking glass reads this");
      return false;
    }
    List<HopState> missing =
        row.hops().stream().filter(h -> !h.seenAt().contains(vantage)).toList();
    List<HopState> unexplained =
        missing.stream().filter(h -> h.kind() != VerdictKind.SESSION_DOWN).toList();
    String seen = seen(row, vantage) + ", says " + view.get().witness();
    if (missing.isEmpty()) {
      chain.ok(id, subject, seen);
      return false;
    }
    if (unexplained.isEmpty()) {
      chain.skipped(id, subject, seen + "; the session of the others is down");
      return false;
    }
    String detail = seen + "; " + words(unexplained);
    if (row.kind() == VerdictKind.PENDING) {
      chain.pending(id, subject, detail);
      return false;
    }
    if (row.kind().ok()) {
      chain.pending(id, subject, detail + "; to be confirmed by another look");
      return false;
    }
    HopState first = unexplained.get(0);
    Optional<Finding> finding = unexplained.stream().flatMap(h -> h.finding().stream()).findFirst();
    chain.failed(id, subject, detail, Remedies.of(first.reason(), row, finding));
    return true;
  }

  private static String seen(RouteVerdict row, Vantage vantage) {
    List<String> from =
        row.hops().stream()
            .filter(h -> h.seenAt().contains(vantage))
            .map(h -> h.hop().nextHop() + " (" + h.hop().node() + ")")
            .toList();
    return from.isEmpty()
        ? "from none of the " + row.hops().size() + " next hops"
        : "via " + PeerGroup.names(from);
  }

  private static String words(List<HopState> hops) {
    Map<String, List<String>> byWords = new LinkedHashMap<>();
    for (HopState hop : hops) {
      String words =
          hop.here()
              ? "not here"
              : hop.words() + (hop.detail().isEmpty() ? "" : " [" + hop.detail() + "]");
      byWords.computeIfAbsent(words, w -> new ArrayList<>()).add(hop.hop().node());
    }
    List<String> out = new ArrayList<>();
    byWords.forEach((words, nodes) -> out.add("not from " + PeerGroup.names(nodes) + ": " + words));
    return String.join("; ", out);
  }

  private void addVerdict(RouteVerdict row, String subject, boolean failedBefore) {
    @Nullable RouterConfig router = input.cluster().routers().get(row.router());
    String detail = Remedies.summary(row);
    boolean sessionsDown =
        row.hops().stream().anyMatch(h -> h.kind() == VerdictKind.SESSION_DOWN || h.stale());
    if (row.kind().ok()) {
      chain.ok("verified", subject, detail);
    } else if (row.kind() == VerdictKind.PENDING) {
      chain.pending("verified", subject, detail);
    } else if (failedBefore || sessionsDown && row.kind() != VerdictKind.UNEXPECTED) {
      chain.skipped("verified", subject, detail);
    } else if (router == null) {
      chain.unknown("verified", subject, detail, Remedies.of(row.reason(), row, Optional.empty()));
    } else if (!readNow(row)) {
      chain.failed("verified", subject, detail, Remedies.ofLook(row.reason(), router));
    } else {
      chain.failed(
          "verified",
          subject,
          detail,
          Remedies.of(row.reason(), row, row.findings().stream().findFirst()));
    }
  }

  /** Whether the row tells of a look, and not of the memory of one. */
  static boolean readNow(RouteVerdict row) {
    return !row.hops().isEmpty()
        && row.kind() != VerdictKind.UNREACHABLE
        && row.kind() != VerdictKind.UNKNOWN;
  }

  private static String id(Vantage vantage) {
    return switch (vantage) {
      case RECEIVED -> "received";
      case SELECTED -> "selected";
      default -> "installed";
    };
  }
}
