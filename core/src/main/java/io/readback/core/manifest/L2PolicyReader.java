package io.readback.core.manifest;

import io.readback.core.model.L2Policy;
import io.readback.core.model.LabelSelector;
import io.readback.core.model.Origin;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** CiliumL2AnnouncementPolicy. A selector that cannot be read makes the policy select nothing. */
final class L2PolicyReader {
  private L2PolicyReader() {}

  static Optional<L2Policy> read(Metadata metadata, FieldReader object, Origin origin) {
    object.skip("apiVersion", "kind", "metadata", "status");
    Optional<FieldReader> found = object.object("spec");
    if (found.isEmpty()) {
      object.warning(
          "spec",
          "without it the policy announces no addresses",
          "Add spec with loadBalancerIPs: true");
      return Optional.empty();
    }
    FieldReader spec = found.get();
    Optional<LabelSelector> services = spec.selector("serviceSelector");
    Optional<LabelSelector> nodes = spec.selector("nodeSelector");
    boolean sound =
        services.isPresent() == spec.has("serviceSelector")
            && nodes.isPresent() == spec.has("nodeSelector");
    SortedSet<String> interfaces = new TreeSet<>();
    for (ValueReader item : spec.items("interfaces")) {
      sound &= pattern(item, interfaces);
    }
    boolean external = flag(spec, "externalIPs");
    boolean balancer = flag(spec, "loadBalancerIPs");
    spec.finish();
    if (!sound) {
      return Optional.empty();
    }
    if (!external && !balancer) {
      spec.warning(
          "loadBalancerIPs",
          "neither loadBalancerIPs nor externalIPs is true, so the policy announces nothing",
          "Set loadBalancerIPs: true");
    }
    return Optional.of(
        new L2Policy(
            metadata.name(),
            services,
            nodes,
            interfaces,
            external,
            balancer,
            metadata.announcer(),
            origin));
  }

  private static boolean flag(FieldReader spec, String field) {
    return spec.value(field).flatMap(ValueReader::flag).orElse(false);
  }

  private static boolean pattern(ValueReader item, SortedSet<String> into) {
    Optional<String> text = item.text();
    if (text.isEmpty()) {
      return false;
    }
    String pattern;
    try {
      pattern = GoPattern.toJava(text.get());
      Pattern.compile(pattern);
    } catch (PatternSyntaxException e) {
      item.error(
          item.quoted() + " is no regular expression: " + e.getDescription(),
          "Write a regular expression for names of interfaces, such as ^eth[0-9]+$");
      return false;
    }
    into.add(pattern);
    return true;
  }
}
