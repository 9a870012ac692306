package io.readback.app.document;

import io.readback.core.diff.KernelChange;
import io.readback.core.diff.LinkPicture;
import io.readback.core.diff.PlanDiff;
import io.readback.core.diff.PlanDiff.LinkChange;
import io.readback.core.diff.PlanDiff.RouteChange;
import io.readback.core.diff.PlanDiff.ServiceChange;
import io.readback.core.diff.PlanDiff.SessionChange;
import io.readback.core.model.Problem;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * {@code plan}: what a change of manifests would do. See {@code docs/plan.md}.
 *
 * @param against what it is compared with: a folder, or the agent's address
 * @param valid whether the proposed manifests are free of errors
 */
public record PlanDocument(
    String against,
    boolean valid,
    Summary summary,
    List<ServiceRowChange> services,
    List<SessionRowChange> sessions,
    List<RouteRowChange> routes,
    List<LinkRowChange> links,
    List<KernelRouteRowChange> kernelRoutes,
    List<ProblemRowChange> problems) {

  /** How many of each. Addresses are counted, not Services. */
  public record Summary(
      int addressesGained,
      int addressesLost,
      int addressesMoved,
      int poolsChanged,
      int sessionsAdded,
      int sessionsRemoved,
      int sessionsReset,
      int routesAdded,
      int routesWithdrawn,
      int routesChanged,
      int linksAdded,
      int linksRemoved,
      int linksChanged,
      int kernelRoutesAdded,
      int kernelRoutesWithdrawn,
      int kernelRoutesChanged,
      int problemsNew,
      int problemsSolved) {
    /** Whether every number is 0. */
    public boolean nothing() {
      return equals(new Summary(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    }
  }

  /** A Service whose VIPs change: gained, lost, moved or pool. */
  public record ServiceRowChange(
      String namespace,
      String name,
      String change,
      List<ServiceRow.VipRow> before,
      List<ServiceRow.VipRow> after,
      String reason) {}

  /** A session: added, removed or reset. */
  public record SessionRowChange(
      String node,
      String instance,
      String peer,
      String peerAddress,
      String change,
      List<SettingRow> settings) {}

  /** A setting whose change resets a session. */
  public record SettingRow(String name, String before, String after) {}

  /** A route of a session: added, withdrawn or changed. */
  public record RouteRowChange(
      String node,
      String instance,
      String peer,
      String peerAddress,
      String prefix,
      String change,
      List<String> services,
      @Nullable AttributesRow before,
      @Nullable AttributesRow after) {}

  /** A VIP on links: added, removed or changed. */
  public record LinkRowChange(
      String vip,
      String change,
      List<String> services,
      @Nullable LinkRow before,
      @Nullable LinkRow after) {}

  /**
   * A VIP on links as planned.
   *
   * @param answers the node that answers while all are there
   * @param candidates the nodes that may, in the order in which they stand in
   * @param interfaces names and regular expressions; none: all that lead outside
   */
  public record LinkRow(
      String manifests, String answers, List<String> candidates, List<String> interfaces) {}

  /** Path attributes as planned. */
  public record AttributesRow(
      String origin,
      String asPath,
      @Nullable Long localPref,
      @Nullable Long med,
      List<String> communities,
      List<String> largeCommunities,
      List<String> extendedCommunities) {}

  /** A problem: new or solved. */
  public record ProblemRowChange(String change, ProblemRow problem) {}

  /** The document of a difference. */
  public static PlanDocument of(String against, boolean valid, PlanDiff diff) {
    List<ProblemRowChange> problems = new ArrayList<>();
    for (Problem problem : diff.newProblems()) {
      problems.add(new ProblemRowChange("new", ProblemRow.of(problem)));
    }
    for (Problem problem : diff.solvedProblems()) {
      problems.add(new ProblemRowChange("solved", ProblemRow.of(problem)));
    }
    return new PlanDocument(
        against,
        valid,
        summary(diff),
        diff.services().stream().map(PlanDocument::row).toList(),
        diff.sessions().stream().map(PlanDocument::row).toList(),
        diff.routes().stream().map(PlanDocument::row).toList(),
        diff.links().stream().map(PlanDocument::row).toList(),
        diff.kernels().stream().map(KernelRouteRowChange::of).toList(),
        problems);
  }

  private static Summary summary(PlanDiff diff) {
    AddressCount addresses = AddressCount.of(diff.services());
    return new Summary(
        addresses.gained(),
        addresses.lost(),
        addresses.moved(),
        (int) diff.services().stream().filter(s -> s.kind() == ServiceChange.Kind.POOL).count(),
        count(diff, SessionChange.Kind.ADDED),
        count(diff, SessionChange.Kind.REMOVED),
        count(diff, SessionChange.Kind.RESET),
        count(diff, RouteChange.Kind.ADDED),
        count(diff, RouteChange.Kind.WITHDRAWN),
        count(diff, RouteChange.Kind.CHANGED),
        count(diff, LinkChange.Kind.ADDED),
        count(diff, LinkChange.Kind.REMOVED),
        count(diff, LinkChange.Kind.CHANGED),
        count(diff, KernelChange.Kind.ADDED),
        count(diff, KernelChange.Kind.WITHDRAWN),
        count(diff, KernelChange.Kind.CHANGED),
        diff.newProblems().size(),
        diff.solvedProblems().size());
  }

  private static int count(PlanDiff diff, SessionChange.Kind kind) {
    return (int) diff.sessions().stream().filter(s -> s.kind() == kind).count();
  }

  private static int count(PlanDiff diff, RouteChange.Kind kind) {
    return (int) diff.routes().stream().filter(r -> r.kind() == kind).count();
  }

  private static int count(PlanDiff diff, KernelChange.Kind kind) {
    return (int) diff.kernels().stream().filter(k -> k.kind() == kind).count();
  }

  private static int count(PlanDiff diff, LinkChange.Kind kind) {
    return (int) diff.links().stream().filter(l -> l.kind() == kind).count();
  }

  private static String word(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static ServiceRowChange row(ServiceChange change) {
    return new ServiceRowChange(
        change.service().namespace(),
        change.service().name(),
        word(change.kind()),
        change.before().stream()
            .map(v -> new ServiceRow.VipRow(v.ip().toString(), v.pool()))
            .toList(),
        change.after().stream()
            .map(v -> new ServiceRow.VipRow(v.ip().toString(), v.pool()))
            .toList(),
        change.reason());
  }

  private static SessionRowChange row(SessionChange change) {
    return new SessionRowChange(
        change.session().node(),
        change.session().instance(),
        change.session().peer(),
        change.peerAddress(),
        word(change.kind()),
        change.settings().stream()
            .map(s -> new SettingRow(s.name(), s.before(), s.after()))
            .toList());
  }

  private static RouteRowChange row(RouteChange change) {
    return new RouteRowChange(
        change.session().node(),
        change.session().instance(),
        change.session().peer(),
        change.peerAddress(),
        change.prefix().toString(),
        word(change.kind()),
        change.services().stream().map(Object::toString).toList(),
        change.before().map(PlanDocument::attributes).orElse(null),
        change.after().map(PlanDocument::attributes).orElse(null));
  }

  private static LinkRowChange row(LinkChange change) {
    return new LinkRowChange(
        change.vip().toString(),
        word(change.kind()),
        change.services().stream().map(Object::toString).toList(),
        change.before().map(PlanDocument::row).orElse(null),
        change.after().map(PlanDocument::row).orElse(null));
  }

  private static LinkRow row(LinkPicture link) {
    return new LinkRow(
        link.manifests(),
        link.candidates().stream().findFirst().orElse(""),
        link.candidates(),
        link.interfaces());
  }

  private static AttributesRow attributes(Path path) {
    PathAttributes a = path.attributes();
    return new AttributesRow(
        a.origin().name(),
        a.asPath().toString(),
        boxed(a.localPref()),
        boxed(a.med()),
        a.communities().stream().map(Object::toString).toList(),
        a.largeCommunities().stream().map(Object::toString).toList(),
        RoutesView.extended(a));
  }

  private static @Nullable Long boxed(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }
}
