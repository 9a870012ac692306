package io.readback.app.document;

import io.readback.core.model.ServiceRef;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.observe.SessionDump;
import java.util.List;
import java.util.Optional;

/** The documents of one agent at the moment of asking. Safe from any thread. */
public interface Documents {
  /** The views of {@code bgp routes}. */
  enum RouteView {
    AVAILABLE,
    ADVERTISED,
    RECEIVED
  }

  /** Whether the agent has read its sources completely at least once. */
  boolean ready();

  List<ServiceRow> services();

  List<PoolRow> pools();

  List<PeerRow> peers();

  /** What is drained at this node. */
  List<DrainRow> drains();

  /**
   * Routes of this node.
   *
   * @param peer a peer's name or address; empty: all
   */
  List<RouteRow> routes(RouteView view, Optional<String> peer, Optional<AddressFamily> family);

  /**
   * What happened to the sessions of this node, oldest first.
   *
   * @param peer a peer's name or address; empty: all
   */
  List<EventRow> events(Optional<String> peer);

  /**
   * What records the messages of the one session that {@code peer} names.
   *
   * @param peer name, {@code instance/name} or address
   * @throws java.util.NoSuchElementException where there is no such session, or its announcer
   *     cannot record
   * @throws IllegalArgumentException where several sessions are meant
   */
  SessionDump dump(String peer);

  List<RoutePolicyRow> routePolicies();

  /**
   * Verdicts, of one Service or of all.
   *
   * @throws java.util.NoSuchElementException where there is no such Service
   */
  List<VerifyRow> verify(Optional<ServiceRef> service);

  ExplainDocument explain(ServiceRef service);

  List<PluginRow> plugins();

  List<ProblemRow> problems();

  /** What a plan of a change is compared with. */
  PlanBasisDocument planBasis();
}
