package io.readback.core.manifest;

import io.readback.core.model.Drain;
import io.readback.core.model.Labels;
import io.readback.core.model.ProblemCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Says what is doubtful about annotations. Nobody else would: an annotation whose name or value is
 * not understood has no effect, and both are free texts to Kubernetes.
 */
final class AnnotationHints {
  private static final String DIALECT = "readback.io/dialect";

  private static final Set<String> OF_SERVICES =
      Set.of(
          "lbipam.cilium.io/ips",
          "lbipam.cilium.io/sharing-key",
          "lbipam.cilium.io/sharing-cross-namespace",
          "metallb.io/address-pool",
          "metallb.io/loadBalancerIPs",
          "metallb.io/allow-shared-ip",
          "metallb.io/ip-allocated-from-pool",
          DIALECT,
          Drain.ANNOTATION);

  private static final Map<String, String> OLD_NAMES =
      Map.of(
          "io.cilium/lb-ipam-ips", "lbipam.cilium.io/ips",
          "io.cilium/lb-ipam-sharing-key", "lbipam.cilium.io/sharing-key",
          "io.cilium/lb-ipam-sharing-cross-namespace", "lbipam.cilium.io/sharing-cross-namespace",
          "metallb.universe.tf/address-pool", "metallb.io/address-pool",
          "metallb.universe.tf/loadBalancerIPs", "metallb.io/loadBalancerIPs",
          "metallb.universe.tf/allow-shared-ip", "metallb.io/allow-shared-ip",
          "metallb.universe.tf/ip-allocated-from-pool", "metallb.io/ip-allocated-from-pool");

  /** Former names of these are reported by {@link MetallbAnnotations}, to everybody. */
  private static final String OLD_METALLB = "metallb.universe.tf/";

  private static final List<String> OWN_PREFIXES =
      List.of("lbipam.cilium.io/", "io.cilium/lb-ipam", "metallb.io/", OLD_METALLB, "readback.io/");

  private AnnotationHints() {}

  /**
   * @param fields the annotations, for their lines
   */
  static void add(String kind, FieldReader fields, Labels annotations) {
    if (kind.equals("Node")) {
      annotations.values().entrySet().stream()
          .filter(e -> e.getKey().equals(Drain.ANNOTATION))
          .forEach(e -> check(fields, e.getKey(), e.getValue()));
    }
    if (!kind.equals("Service")) {
      return;
    }
    annotations.values().forEach((name, value) -> check(fields, name, value));
  }

  private static void check(FieldReader fields, String name, String value) {
    String newer = OLD_NAMES.get(name);
    if (newer != null && !name.startsWith(OLD_METALLB)) {
      fields.hint(
          ProblemCode.DEPRECATED_ANNOTATION,
          name,
          "the annotation " + name + " is deprecated",
          "Call it " + newer);
    } else if (newer == null && !OF_SERVICES.contains(name)) {
      unknown(fields, name);
    } else if (name.equals(DIALECT) && !value.equals("cilium") && !value.equals("metallb")) {
      fields.hint(
          ProblemCode.BAD_ANNOTATION,
          name,
          "'" + value + "' is no dialect, so the annotation decides nothing",
          "Write cilium or metallb");
    } else if (name.equals(Drain.ANNOTATION) && Drain.parse(value).isEmpty()) {
      fields.hint(
          ProblemCode.BAD_ANNOTATION,
          name,
          "'" + value + "' is neither a flag nor a duration, so nothing is drained",
          Drain.HOW_TO_WRITE);
    }
  }

  private static void unknown(FieldReader fields, String name) {
    Set<String> known = new TreeSet<>(OF_SERVICES);
    known.addAll(OLD_NAMES.keySet());
    Optional<String> nearest = NearestName.of(name, known);
    boolean ours = OWN_PREFIXES.stream().anyMatch(name::startsWith);
    if (nearest.isPresent() || ours) {
      fields.hint(
          ProblemCode.UNKNOWN_ANNOTATION,
          name,
          "the annotation " + name + " is unknown and has no effect",
          nearest
              .map(n -> "Did you mean " + n + "?")
              .orElse("Remove it; known are " + String.join(", ", new TreeSet<>(OF_SERVICES))));
    }
  }
}
