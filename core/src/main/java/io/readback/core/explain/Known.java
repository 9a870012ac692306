package io.readback.core.explain;

import io.readback.core.model.ObjectRef;
import io.readback.core.model.Origin;
import io.readback.core.model.Problem;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The input of an explanation with the questions that several steps ask of it. */
record Known(ExplainInput input) {
  static final String POOL = "CiliumLoadBalancerIPPool";
  static final String ADVERTISEMENT = "CiliumBGPAdvertisement";
  static final String PEER_CONFIG = "CiliumBGPPeerConfig";
  static final String CLUSTER_CONFIG = "CiliumBGPClusterConfig";

  /** The problems of an object's manifest, which count as evidence: {@code ; problem: …}. */
  String problems(ObjectRef object) {
    return words(
        input.problems().stream()
            .filter(p -> p.severity() != Problem.Severity.NOTICE)
            .filter(p -> p.object().filter(object::equals).isPresent()));
  }

  /** What to do about the problems of an object; empty when there are none. */
  String mending(ObjectRef object) {
    return input.problems().stream()
        .filter(p -> p.severity() != Problem.Severity.NOTICE)
        .filter(p -> p.object().filter(object::equals).isPresent())
        .map(Problem::remedy)
        .filter(r -> !r.isEmpty())
        .distinct()
        .limit(3)
        .collect(Collectors.joining("; "));
  }

  /** As {@link #problems}, with those that came up when the object was planned with. */
  String trouble(ObjectRef object) {
    return words(troubles().filter(p -> p.object().filter(object::equals).isPresent()));
  }

  /** As {@link #trouble}, of all objects of a kind; also of those that could not be read. */
  String trouble(String kind) {
    return words(troubles().filter(p -> p.object().filter(o -> o.kind().equals(kind)).isPresent()));
  }

  /** What to do about {@link #trouble}; empty when there is none. */
  String endingTrouble(ObjectRef object) {
    return troubles()
        .filter(p -> p.object().filter(object::equals).isPresent())
        .map(Problem::remedy)
        .filter(r -> !r.isEmpty())
        .distinct()
        .limit(3)
        .collect(Collectors.joining("; "));
  }

  private Stream<Problem> troubles() {
    Stream<Problem> ofNodes =
        input.plan().nodes().values().stream().flatMap(n -> n.problems().stream());
    return Stream.of(input.problems().stream(), input.plan().problems().stream(), ofNodes)
        .flatMap(s -> s)
        .filter(p -> p.severity() != Problem.Severity.NOTICE)
        .distinct();
  }

  private static String words(Stream<Problem> found) {
    return found
        .limit(3)
        .map(p -> "; problem: " + place(p.origin()) + " " + field(p) + p.message())
        .collect(Collectors.joining());
  }

  private static String field(Problem problem) {
    return problem.field().isEmpty() ? "" : problem.field() + ": ";
  }

  /** {@code (file:line)}, or nothing where that is not known. */
  static String place(Origin origin) {
    return origin.equals(Origin.UNKNOWN) ? "" : "(" + origin + ")";
  }

  /** A name with its place: {@code services (20-advertisement.yaml:1)}. */
  static String named(String name, Origin origin) {
    String place = place(origin);
    return place.isEmpty() ? name : name + " " + place;
  }
}
