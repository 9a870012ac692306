package io.readback.core.lint;

import io.readback.core.model.ClusterState;
import io.readback.core.model.Problem;
import io.readback.core.model.ProblemCode;
import io.readback.core.plan.NodePlan;
import io.readback.core.plan.RoutePlanner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Everything suspicious in manifests: what reading them found, what planning with them finds, and
 * what the rules here look for. Pure.
 */
public final class Lint {
  private static final List<LintRule> RULES =
      List.of(
          new EmptyPool(),
          new DisabledPool(),
          new VeryLargeBlock(),
          new SpecialAddresses(),
          new UnusablePool(),
          new PoolOfInfrastructure(),
          new PoolInClusterNetwork(),
          new UnusedOverride(),
          new PeerWithoutConfig(),
          new UnusedPeerConfig(),
          new ReservedAsn(),
          new AnyAsn(),
          new InternalMultihop(),
          new MixedPeering(),
          new PeerIsNode(),
          new DuplicatePeer(),
          new DuplicateBgpIdentifier(),
          new ListenPortTwice(),
          new Timers(),
          new GracefulRestartWithoutBfd(),
          new EntryWithoutSelector(),
          new EntrySelectsNothing(),
          new UnusedAdvertisement(),
          new ExternalLocalPreference(),
          new AggregateCoversOthers(),
          new HarmfulCommunity(),
          new DifferingLocalPreferences(),
          new NoPodNetwork(),
          new RequestedAddressOutside(),
          new SharingRefused(),
          new ForeignClass(),
          new NoAddress(),
          new UnannouncedAddress(),
          new NoEndpoints(),
          new MetallbUnusable(),
          new MetallbReferences(),
          new MetallbPassword(),
          new MetallbPeerSettings(),
          new LinkSelectsNothing(),
          new SharedOnLinks(),
          new LinkInterfaceNames(),
          new RouterAnycastInPool(),
          new ClaimedByBoth(),
          new RouterIsNoPeer(),
          new PeerNotReadBack(),
          new RouterAddressTwice());

  /** What planning says of Cilium's kinds and the checks between objects have said already. */
  private static final Set<ProblemCode> SAID_BEFORE =
      Set.of(
          ProblemCode.NO_NODE_SELECTED,
          ProblemCode.MISSING_PEER_CONFIG,
          ProblemCode.MISSING_SECRET);

  private static final Comparator<Problem> ORDER =
      Comparator.<Problem>naturalOrder()
          .thenComparing(Problem::code)
          .thenComparing(Problem::severity)
          .thenComparing(problem -> problem.object().map(Object::toString).orElse(""))
          .thenComparing(Problem::remedy);

  private Lint() {}

  /**
   * Looks at a state.
   *
   * @param found what reading it found, problems and hints
   * @return all findings once, in order of file and line
   */
  public static List<Problem> of(
      ClusterState state, List<Problem> found, RoutePlanner.Options options) {
    LintInput input = LintInput.of(state, options);
    List<Problem> all = new ArrayList<>(found);
    planned(input.plan().problems(), all);
    for (NodePlan node : input.plan().nodes().values()) {
      planned(node.problems(), all);
    }
    Findings findings = new Findings();
    RULES.forEach(rule -> rule.check(input, findings));
    all.addAll(findings.problems());
    return all.stream().distinct().sorted(ORDER).toList();
  }

  private static void planned(List<Problem> problems, List<Problem> all) {
    for (Problem problem : problems) {
      boolean metallb = problem.object().filter(o -> o.kind().equals("BGPPeer")).isPresent();
      if (metallb || !SAID_BEFORE.contains(problem.code())) {
        all.add(problem);
      }
    }
  }
}
