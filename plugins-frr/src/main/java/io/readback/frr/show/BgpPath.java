package io.readback.frr.show;

import io.readback.spi.net.IpAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * A path of a prefix in the BGP table.
 *
 * @param peer who sent it; empty for the router's own and for neighbours known by an interface
 * @param nextHops the global next hop first; an IPv6 path may have a link-local one beside it
 * @param selectionReason why it is the best, where it is
 * @param ranking what the decision process compares first
 */
public record BgpPath(
    Optional<IpAddress> peer,
    List<IpAddress> nextHops,
    Set<Mark> marks,
    String selectionReason,
    Ranking ranking) {
  /** The status flags that matter here. */
  public enum Mark {
    VALID,
    BEST,
    MULTIPATH,
    STALE,
    DAMPED,
    SUPPRESSED,
    HISTORY,
    REMOVED
  }

  /**
   * Attributes that are compared before router ids and ages.
   *
   * @param localPref as shown; the default of 100 where not shown
   * @param med as shown; 0 where not shown
   */
  public record Ranking(
      long weight, long localPref, int asPathLength, String origin, long med, boolean external) {
    /** The first attribute in which the other one is preferred; empty when none differs. */
    public Optional<String> lostTo(Ranking other) {
      if (weight != other.weight) {
        return Optional.of("weight " + weight + " against " + other.weight);
      }
      if (localPref != other.localPref) {
        return Optional.of("local preference " + localPref + " against " + other.localPref);
      }
      if (asPathLength != other.asPathLength) {
        return Optional.of("AS path length " + asPathLength + " against " + other.asPathLength);
      }
      if (!origin.equals(other.origin)) {
        return Optional.of("origin " + origin + " against " + other.origin);
      }
      if (med != other.med) {
        return Optional.of("MED " + med + " against " + other.med);
      }
      if (external != other.external) {
        return Optional.of(external ? "external against internal" : "internal against external");
      }
      return Optional.empty();
    }
  }

  public BgpPath {
    nextHops = List.copyOf(nextHops);
    marks = Set.copyOf(marks);
  }

  public boolean has(Mark mark) {
    return marks.contains(mark);
  }

  /** Best or one of the equal paths. The best path of a table does not say {@code multipath}. */
  public boolean selected() {
    return has(Mark.VALID) && (has(Mark.BEST) || has(Mark.MULTIPATH));
  }

  static BgpPath read(JsonNode node) {
    Set<Mark> marks = EnumSet.noneOf(Mark.class);
    mark(node, "valid", Mark.VALID, marks);
    mark(node, "multipath", Mark.MULTIPATH, marks);
    mark(node, "stale", Mark.STALE, marks);
    mark(node, "damped", Mark.DAMPED, marks);
    mark(node, "suppressed", Mark.SUPPRESSED, marks);
    mark(node, "history", Mark.HISTORY, marks);
    mark(node, "removed", Mark.REMOVED, marks);
    String reason = Fields.text(node, "selectionReason");
    // A table says bestpath: true; the view of one prefix has an object instead.
    JsonNode best = node.get("bestpath");
    if (best != null && (best.isObject() ? Fields.flag(best, "overall") : best.asBoolean(false))) {
      marks.add(Mark.BEST);
      reason = best.isObject() ? Fields.text(best, "selectionReason") : reason;
    }
    List<IpAddress> nextHops = new ArrayList<>();
    JsonNode listed = node.get("nexthops");
    if (listed != null) {
      for (JsonNode hop : listed) {
        Fields.address(hop, "ip")
            .ifPresent(a -> nextHops.add(a.isIpv6() && a.isLinkLocal() ? nextHops.size() : 0, a));
      }
    }
    JsonNode inner = node.get("peer");
    Optional<IpAddress> peer =
        inner != null && inner.isObject()
            ? Fields.address(inner, "peerId")
            : Fields.address(node, "peerId");
    return new BgpPath(
        peer.filter(p -> !p.isUnspecified()), nextHops, marks, reason, ranking(node));
  }

  private static Ranking ranking(JsonNode node) {
    JsonNode detailed = node.get("aspath");
    String path = Fields.text(node, "path");
    int hops =
        detailed != null
            ? (int) Fields.number(detailed, "length", 0)
            : path.isBlank() ? 0 : path.split(" ").length;
    String from = Fields.text(node, "pathFrom") + Fields.text(node.get("peer"), "type");
    return new Ranking(
        Fields.number(node, "weight", 0),
        Fields.number(node, "locPrf", 100),
        hops,
        Fields.text(node, "origin"),
        Fields.number(node, "metric", 0),
        !from.equals("internal"));
  }

  private static void mark(JsonNode node, String name, Mark mark, Set<Mark> marks) {
    if (Fields.flag(node, name)) {
      marks.add(mark);
    }
  }
}
