package io.readback.core.plan;

import io.readback.core.allocate.Condition;
import io.readback.core.model.ClusterState;
import io.readback.core.model.ObjectRef;
import io.readback.core.model.Origin;
import io.readback.core.model.Problem;
import io.readback.spi.net.IpAddress;
import io.readback.spi.target.BgpPeerRange;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.TargetId;
import io.readback.spi.target.TargetSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who speaks with whom, and what is selected for announcement: all that depends on configuration
 * and nothing that depends on a Service.
 *
 * @param nodes all nodes by name
 * @param conditions of cluster and peer configurations
 * @param problems that concern no single node
 */
record Topology(
    SortedMap<String, NodeSessions> nodes,
    SortedMap<ObjectRef, List<Condition>> conditions,
    List<Problem> problems) {
  static final Topology EMPTY = new Topology(new TreeMap<>(), new TreeMap<>(), List.of());

  Topology {
    nodes = Collections.unmodifiableSortedMap(nodes);
    conditions = Collections.unmodifiableSortedMap(conditions);
    problems = List.copyOf(problems);
  }

  /**
   * What one dialect configures. Asked once for every node, and then for what it found on the way.
   */
  interface Part {
    NodeSessions sessions(NodeFacts facts);

    Findings findings();
  }

  /**
   * What is to be said of configuration objects.
   *
   * @param problems that concern no single node
   */
  record Findings(SortedMap<ObjectRef, List<Condition>> conditions, List<Problem> problems) {
    Findings {
      conditions = Collections.unmodifiableSortedMap(conditions);
      problems = List.copyOf(problems);
    }
  }

  /**
   * @param drains takes what drains are asked for, and says how far they are
   * @param leaving the node whose agent is about to stop
   * @param ignoreExcludeLb see {@link RoutePlanner.Options}
   */
  static Topology of(
      ClusterState state,
      LocalHost host,
      DrainBook drains,
      Optional<SessionSettling.Leaving> leaving,
      boolean ignoreExcludeLb) {
    SessionSettings settings =
        new SessionSettings(
            state.readback().peerSettings().values(), new SecretValues(state.secrets()));
    return of(
        state,
        host,
        List.of(
            new CiliumTopology(state, settings),
            new MetallbTopology(state, settings, ignoreExcludeLb)),
        settings,
        new SessionSettling(state, drains, leaving));
  }

  private static Topology of(
      ClusterState state,
      LocalHost host,
      List<Part> parts,
      SessionSettings settings,
      SessionSettling settling) {
    SortedSet<String> names = new TreeSet<>(state.nodes().keySet());
    names.addAll(state.nodeNetworks().keySet());
    names.addAll(state.nodeConfigs().keySet());
    SortedMap<String, NodeSessions> nodes = new TreeMap<>();
    for (String name : names) {
      NodeFacts facts =
          NodeFacts.of(
              name, state.nodes().get(name), state.nodeNetworks().get(name), host.of(name));
      List<Session> sessions = new ArrayList<>();
      List<Problem> problems = new ArrayList<>();
      Set<TargetId> ids = new HashSet<>();
      for (Part part : parts) {
        NodeSessions of = part.sessions(facts);
        problems.addAll(of.problems());
        for (Session session : of.sessions()) {
          if (ids.add(session.target().id())) {
            sessions.add(settling.settle(facts, session));
          } else {
            problems.add(taken(session));
          }
        }
      }
      nodes.put(name, new NodeSessions(facts, sessions, problems));
    }
    SortedMap<ObjectRef, List<Condition>> conditions = new TreeMap<>();
    List<Problem> problems = new ArrayList<>();
    for (Part part : parts) {
      Findings findings = part.findings();
      conditions.putAll(findings.conditions());
      problems.addAll(findings.problems());
    }
    problems.addAll(settings.problems());
    problems.addAll(settling.finish());
    return new Topology(nodes, conditions, problems);
  }

  /** Two dialects may choose one name for an instance. */
  private static Problem taken(Session session) {
    return new Problem(
        Problem.Severity.ERROR,
        Optional.of(session.configuredBy()),
        Origin.UNKNOWN,
        "",
        "session "
            + session.target().id()
            + " is left out: another configuration has one of that name",
        "rename the instance or the peer");
  }

  /** A node with its sessions. */
  record NodeSessions(NodeFacts facts, List<Session> sessions, List<Problem> problems) {
    NodeSessions {
      sessions = List.copyOf(sessions);
      problems = List.copyOf(problems);
    }
  }

  /**
   * A session to be, or a range of them.
   *
   * @param spec of a range the template
   * @param range where the peers are not known one by one
   * @param speakerAddress see {@link PlannedTarget}
   */
  record Session(
      BgpSession spec,
      ObjectRef configuredBy,
      Optional<String> peerConfig,
      Optional<String> announcer,
      Optional<IpAddress> speakerAddress,
      ExportClass exports,
      Optional<BgpPeerRange> range,
      Optional<SessionDrain> drain) {
    /** A range of sessions that is not drained. */
    Session(
        BgpSession spec,
        ObjectRef configuredBy,
        Optional<String> peerConfig,
        Optional<String> announcer,
        Optional<IpAddress> speakerAddress,
        ExportClass exports,
        Optional<BgpPeerRange> range) {
      this(
          spec,
          configuredBy,
          peerConfig,
          announcer,
          speakerAddress,
          exports,
          range,
          Optional.empty());
    }

    /** A session that is not drained. */
    Session(
        BgpSession spec,
        ObjectRef configuredBy,
        Optional<String> peerConfig,
        Optional<String> announcer,
        Optional<IpAddress> speakerAddress,
        ExportClass exports) {
      this(spec, configuredBy, peerConfig, announcer, speakerAddress, exports, Optional.empty());
    }

    TargetSpec target() {
      return range.isPresent() ? range.get() : spec;
    }

    /** Why it is drained, in words; empty where it is not. */
    String drainReason() {
      return drain.map(SessionDrain::reason).orElse("");
    }
  }

  /** The classes of all sessions, each with its nodes and what those announce of their own. */
  Map<ExportClass, SortedMap<String, List<NodeRoute>>> classes() {
    Map<ExportClass, SortedMap<String, List<NodeRoute>>> out = new HashMap<>();
    for (NodeSessions node : nodes.values()) {
      for (Session session : node.sessions()) {
        out.computeIfAbsent(session.exports(), e -> new TreeMap<>())
            .computeIfAbsent(node.facts().name(), n -> session.exports().ofNode(node.facts()));
      }
    }
    return out;
  }
}
