package io.readback.app.document;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a plan of a change is compared with: what an agent has allocated and would announce on all
 * nodes. Holds no secret: of a password only whether there is one.
 *
 * @param noEndpointsRoutable the agent's option, which a plan must share
 * @param metallbClass the agent's setting, null where it has none or is of an older version
 * @param ignoreExcludeLb the agent's setting, null where it is of an older version
 * @param tables route tables, which sessions refer to by index: many hold the same
 * @param links VIPs that are to be known on links; absent from agents that do not tell
 * @param kernels routes that are to be in the kernels of nodes; likewise
 */
public record PlanBasisDocument(
    String node,
    boolean noEndpointsRoutable,
    @Nullable String metallbClass,
    @Nullable Boolean ignoreExcludeLb,
    List<HeldRow> services,
    List<List<RouteRow>> tables,
    List<SessionRow> sessions,
    @Nullable List<LinkRow> links,
    @Nullable List<KernelRow> kernels,
    List<ProblemRow> problems) {

  /** Routes in the kernel of a node that have all but prefix and next hops in common. */
  public record KernelRow(
      String node,
      String target,
      String manifest,
      String mode,
      long table,
      long metric,
      int protocol,
      String groups,
      List<WayRow> routes) {}

  /** A prefix with where its route leads. */
  public record WayRow(String prefix, List<String> via) {}

  /** A VIP on links: who may answer, the first of the line in front, and where. */
  public record LinkRow(
      String vip, String manifests, List<String> candidates, List<String> interfaces) {}

  /** A Service with what it holds. */
  public record HeldRow(String namespace, String name, List<ServiceRow.VipRow> vips) {}

  /** A route as it is planned, before a session puts its own AS number and next hop in. */
  public record RouteRow(
      String prefix,
      String origin,
      List<PathSegment> asPath,
      @Nullable Long localPref,
      @Nullable Long med,
      List<String> communities,
      List<String> largeCommunities,
      List<String> extendedCommunities) {}

  /** A segment of an AS path. */
  public record PathSegment(boolean set, List<Long> asns) {}

  /**
   * A session of a node.
   *
   * @param settings in words, as far as a change of them resets the session
   * @param table the index of its routes
   */
  public record SessionRow(
      String node, String instance, String peer, SortedMap<String, String> settings, int table) {}
}
