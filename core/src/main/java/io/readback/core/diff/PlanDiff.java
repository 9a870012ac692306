package io.readback.core.diff;

import io.readback.core.allocate.Vip;
import io.readback.core.model.Problem;
import io.readback.core.model.ServiceRef;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * What differs between two moments of a cluster.
 *
 * @param services by name
 * @param sessions by node, instance and peer
 * @param routes by node, instance, peer and prefix; those of sessions that come or go included
 * @param links by VIP
 * @param kernels by node, target and prefix
 * @param newProblems in order of file and line
 * @param solvedProblems likewise
 */
public record PlanDiff(
    List<ServiceChange> services,
    List<SessionChange> sessions,
    List<RouteChange> routes,
    List<LinkChange> links,
    List<KernelChange> kernels,
    List<Problem> newProblems,
    List<Problem> solvedProblems) {
  public PlanDiff {
    services = List.copyOf(services);
    sessions = List.copyOf(sessions);
    routes = List.copyOf(routes);
    links = List.copyOf(links);
    kernels = List.copyOf(kernels);
    newProblems = List.copyOf(newProblems);
    solvedProblems = List.copyOf(solvedProblems);
  }

  /** Whether nothing at all differs. */
  public boolean isEmpty() {
    return services.isEmpty()
        && sessions.isEmpty()
        && routes.isEmpty()
        && links.isEmpty()
        && kernels.isEmpty()
        && newProblems.isEmpty()
        && solvedProblems.isEmpty();
  }

  /**
   * A Service whose VIPs change.
   *
   * @param reason why it loses one, as far as that is known; else empty
   */
  public record ServiceChange(
      ServiceRef service, Kind kind, List<Vip> before, List<Vip> after, String reason) {
    /** What happens to the addresses of a Service. */
    public enum Kind {
      GAINED,
      LOST,
      /** It loses an address and gains another of the family. */
      MOVED,
      /** The addresses stay, and belong to another pool. */
      POOL
    }

    public ServiceChange {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }
  }

  /**
   * A session that comes, goes or is reset.
   *
   * @param settings what changes, for a reset
   * @param peerAddress as it is afterwards, or was
   */
  public record SessionChange(
      SessionKey session, Kind kind, String peerAddress, List<Setting> settings) {
    /** What happens to a session. */
    public enum Kind {
      ADDED,
      REMOVED,
      RESET
    }

    /** A setting that changes; of a password only whether there is one. */
    public record Setting(String name, String before, String after) {}

    public SessionChange {
      settings = List.copyOf(settings);
    }
  }

  /**
   * A route of a session that comes, goes or changes.
   *
   * @param peerAddress of the session
   * @param services that cause it, afterwards or before
   */
  public record RouteChange(
      SessionKey session,
      String peerAddress,
      IpPrefix prefix,
      SortedSet<ServiceRef> services,
      Optional<Path> before,
      Optional<Path> after) {
    public RouteChange {
      services = Collections.unmodifiableSortedSet(services);
    }

    public Kind kind() {
      return before.isEmpty() ? Kind.ADDED : after.isEmpty() ? Kind.WITHDRAWN : Kind.CHANGED;
    }

    /** What happens to a route. */
    public enum Kind {
      ADDED,
      WITHDRAWN,
      CHANGED
    }
  }

  /**
   * A VIP that comes to links, leaves them, or is answered for by others.
   *
   * @param services whose VIP it is, afterwards or before
   */
  public record LinkChange(
      IpAddress vip,
      SortedSet<ServiceRef> services,
      Optional<LinkPicture> before,
      Optional<LinkPicture> after) {
    public LinkChange {
      services = Collections.unmodifiableSortedSet(services);
    }

    public Kind kind() {
      return before.isEmpty() ? Kind.ADDED : after.isEmpty() ? Kind.REMOVED : Kind.CHANGED;
    }

    /** What happens to a VIP on links. */
    public enum Kind {
      ADDED,
      REMOVED,
      CHANGED
    }
  }
}
