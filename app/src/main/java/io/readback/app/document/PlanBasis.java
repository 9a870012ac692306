package io.readback.app.document;

import io.readback.app.document.PlanBasisDocument.HeldRow;
import io.readback.app.document.PlanBasisDocument.LinkRow;
import io.readback.app.document.PlanBasisDocument.PathSegment;
import io.readback.app.document.PlanBasisDocument.RouteRow;
import io.readback.app.document.PlanBasisDocument.SessionRow;
import io.readback.core.allocate.Vip;
import io.readback.core.diff.ClusterPicture;
import io.readback.core.diff.LinkPicture;
import io.readback.core.diff.SessionKey;
import io.readback.core.diff.SessionPicture;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Origin;
import io.readback.core.model.Problem;
import io.readback.core.model.ProblemCode;
import io.readback.core.model.ServiceRef;
import io.readback.core.plan.RoutePlanner;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.AsPath;
import io.readback.spi.route.Community;
import io.readback.spi.route.ExtendedCommunity;
import io.readback.spi.route.Ipv6ExtendedCommunity;
import io.readback.spi.route.LargeCommunity;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.Route;
import io.readback.spi.route.RouteTable;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The document that {@code readback plan} asks an agent for, made and read. */
public final class PlanBasis {
  private PlanBasis() {}

  /** The document of a picture. */
  static PlanBasisDocument of(
      String node,
      RoutePlanner.Options options,
      Optional<String> metallbClass,
      ClusterPicture picture) {
    List<HeldRow> services = new ArrayList<>();
    picture
        .vips()
        .forEach(
            (ref, vips) ->
                services.add(
                    new HeldRow(
                        ref.namespace(),
                        ref.name(),
                        vips.stream()
                            .map(v -> new ServiceRow.VipRow(v.ip().toString(), v.pool()))
                            .toList())));
    Map<RouteTable, Integer> known = new IdentityHashMap<>();
    List<RouteTable> tables = new ArrayList<>();
    List<SessionRow> sessions = new ArrayList<>();
    picture
        .sessions()
        .forEach(
            (key, session) -> {
              int index = known.computeIfAbsent(session.routes(), t -> index(tables, t));
              sessions.add(
                  new SessionRow(
                      key.node(), key.instance(), key.peer(), session.settings(), index));
            });
    return new PlanBasisDocument(
        node,
        options.noEndpointsRoutable(),
        metallbClass.orElse(null),
        options.ignoreExcludeLb(),
        services,
        tables.stream().map(PlanBasis::rows).toList(),
        sessions,
        picture.links().map(PlanBasis::linkRows).orElse(null),
        picture.kernels().map(KernelBasis::rows).orElse(null),
        picture.problems().stream().map(ProblemRow::of).toList());
  }

  private static List<LinkRow> linkRows(SortedMap<IpAddress, LinkPicture> links) {
    List<LinkRow> rows = new ArrayList<>(links.size());
    links.forEach(
        (vip, link) ->
            rows.add(
                new LinkRow(
                    vip.toString(), link.manifests(), link.candidates(), link.interfaces())));
    return rows;
  }

  private static SortedMap<IpAddress, LinkPicture> links(List<LinkRow> rows) {
    SortedMap<IpAddress, LinkPicture> out = new TreeMap<>();
    for (LinkRow row : rows) {
      out.put(
          IpAddress.parse(row.vip()),
          new LinkPicture(row.manifests(), row.candidates(), row.interfaces()));
    }
    return out;
  }

  /** The place of a table that equals this one, new where there is none. */
  private static int index(List<RouteTable> tables, RouteTable table) {
    int found = tables.indexOf(table);
    if (found < 0) {
      tables.add(table);
      return tables.size() - 1;
    }
    return found;
  }

  private static List<RouteRow> rows(RouteTable table) {
    List<RouteRow> rows = new ArrayList<>(table.size());
    table.forEach(route -> rows.add(row(route)));
    return rows;
  }

  private static RouteRow row(Route route) {
    PathAttributes a = route.path().attributes();
    return new RouteRow(
        route.prefix().toString(),
        a.origin().name(),
        a.asPath().segments().stream().map(s -> new PathSegment(s.set(), s.asns())).toList(),
        boxed(a.localPref()),
        boxed(a.med()),
        a.communities().stream().map(Object::toString).toList(),
        a.largeCommunities().stream().map(Object::toString).toList(),
        RoutesView.extended(a));
  }

  private static @Nullable Long boxed(OptionalLong value) {
    return value.isPresent() ? value.getAsLong() : null;
  }

  /** The picture that a document shows. */
  public static ClusterPicture picture(PlanBasisDocument document) {
    SortedMap<ServiceRef, List<Vip>> vips = held(document);
    Map<RouteRow, Path> paths = new java.util.HashMap<>();
    List<RouteTable> tables = document.tables().stream().map(rows -> table(rows, paths)).toList();
    SortedMap<SessionKey, SessionPicture> sessions = new TreeMap<>();
    for (SessionRow row : document.sessions()) {
      sessions.put(
          new SessionKey(row.node(), row.instance(), row.peer()),
          new SessionPicture(row.settings(), Optional.empty(), tables.get(row.table())));
    }
    return new ClusterPicture(
        vips,
        new TreeMap<>(),
        sessions,
        Optional.ofNullable(document.links()).map(PlanBasis::links),
        Optional.ofNullable(document.kernels()).map(KernelBasis::pictures),
        ClusterPicture.ownersOf(vips),
        document.problems().stream().map(PlanBasis::problem).toList());
  }

  /** What Services hold. */
  public static SortedMap<ServiceRef, List<Vip>> held(PlanBasisDocument document) {
    SortedMap<ServiceRef, List<Vip>> vips = new TreeMap<>();
    for (HeldRow row : document.services()) {
      vips.put(
          new ServiceRef(row.namespace(), row.name()),
          row.vips().stream().map(v -> new Vip(IpAddress.parse(v.ip()), v.pool())).toList());
    }
    return vips;
  }

  private static RouteTable table(List<RouteRow> rows, Map<RouteRow, Path> paths) {
    List<Route> routes = new ArrayList<>(rows.size());
    for (RouteRow row : rows) {
      RouteRow attributes =
          new RouteRow(
              "",
              row.origin(),
              row.asPath(),
              row.localPref(),
              row.med(),
              row.communities(),
              row.largeCommunities(),
              row.extendedCommunities());
      Path path = paths.computeIfAbsent(attributes, PlanBasis::path);
      routes.add(new Route(IpPrefix.parse(row.prefix()), path));
    }
    return RouteTable.of(routes);
  }

  private static Path path(RouteRow row) {
    PathAttributes.Builder attributes =
        PathAttributes.builder()
            .origin(io.readback.spi.route.Origin.valueOf(row.origin()))
            .asPath(
                new AsPath(
                    row.asPath().stream()
                        .map(s -> new AsPath.Segment(s.set(), s.asns()))
                        .toList()));
    Optional.ofNullable(row.localPref()).ifPresent(attributes::localPref);
    Optional.ofNullable(row.med()).ifPresent(attributes::med);
    row.communities().forEach(text -> attributes.community(community(text)));
    row.largeCommunities().forEach(text -> attributes.largeCommunity(large(text)));
    row.extendedCommunities().forEach(text -> extended(text, attributes));
    return Path.self(attributes.build());
  }

  private static Community community(String text) {
    String[] parts = text.split(":", -1);
    return Community.of(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  private static void extended(String text, PathAttributes.Builder attributes) {
    ExtendedCommunity.parse(text)
        .ifPresentOrElse(
            attributes::extendedCommunity,
            () -> Ipv6ExtendedCommunity.parse(text).ifPresent(attributes::ipv6ExtendedCommunity));
  }

  private static LargeCommunity large(String text) {
    String[] parts = text.split(":", -1);
    return new LargeCommunity(
        Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
  }

  private static Problem problem(ProblemRow row) {
    return new Problem(
        ProblemCode.find(row.code()).orElse(ProblemCode.AGENT),
        Problem.Severity.valueOf(row.severity().toUpperCase(Locale.ROOT)),
        object(row.object()),
        new Origin(row.file(), row.line()),
        row.field(),
        row.message(),
        row.remedy());
  }

  /** Reads {@code Kind name} or {@code Kind namespace/name}. */
  private static Optional<ObjectRef> object(String text) {
    int space = text.indexOf(' ');
    if (space < 0) {
      return Optional.empty();
    }
    String kind = text.substring(0, space);
    String name = text.substring(space + 1);
    int slash = name.indexOf('/');
    return Optional.of(
        slash < 0
            ? new ObjectRef(kind, "", name)
            : new ObjectRef(kind, name.substring(0, slash), name.substring(slash + 1)));
  }
}
