package io.readback.core.manifest;

import io.readback.core.model.Node;
import io.readback.core.model.Origin;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** v1 Node: labels, addresses, pod networks. */
final class NodeReader {
  private NodeReader() {}

  static Optional<Node> read(Metadata metadata, FieldReader object, Origin origin) {
    object.skip("apiVersion", "kind", "metadata");
    List<IpPrefix> podCidrs = object.object("spec").map(NodeReader::podCidrs).orElse(List.of());
    List<IpAddress> internal = new ArrayList<>();
    List<IpAddress> external = new ArrayList<>();
    boolean networkUnavailable = false;
    Optional<FieldReader> status = object.object("status");
    if (status.isPresent()) {
      addresses(status.get(), internal, external);
      networkUnavailable = networkUnavailable(status.get());
      status
          .get()
          .skip(
              "allocatable",
              "capacity",
              "config",
              "daemonEndpoints",
              "declaredFeatures",
              "features",
              "images",
              "nodeInfo",
              "phase",
              "runtimeHandlers",
              "volumesAttached",
              "volumesInUse");
      status.get().finish();
    }
    return Optional.of(
        new Node(
            metadata.name(),
            metadata.labels(),
            metadata.annotations(),
            internal,
            external,
            podCidrs,
            networkUnavailable,
            origin));
  }

  private static List<IpPrefix> podCidrs(FieldReader spec) {
    List<IpPrefix> prefixes = new ArrayList<>();
    spec.items("podCIDRs").forEach(item -> item.prefix().ifPresent(prefixes::add));
    Optional<IpPrefix> single = spec.value("podCIDR").flatMap(ValueReader::prefix);
    if (prefixes.isEmpty()) {
      single.ifPresent(prefixes::add);
    }
    spec.skip("configSource", "externalID", "providerID", "taints", "unschedulable");
    spec.finish();
    return prefixes;
  }

  private static void addresses(
      FieldReader status, List<IpAddress> internal, List<IpAddress> external) {
    for (FieldReader entry : status.objects("addresses")) {
      String type = entry.requiredText("type").orElse("");
      Optional<ValueReader> address = entry.required("address");
      entry.finish();
      if (type.equals("InternalIP")) {
        address.flatMap(ValueReader::address).ifPresent(internal::add);
      } else if (type.equals("ExternalIP")) {
        address.flatMap(ValueReader::address).ifPresent(external::add);
      }
    }
  }

  private static boolean networkUnavailable(FieldReader status) {
    boolean unavailable = false;
    for (FieldReader condition : status.objects("conditions")) {
      String type = condition.requiredText("type").orElse("");
      String value = condition.requiredText("status").orElse("");
      condition.skip(
          "lastHeartbeatTime", "lastTransitionTime", "message", "observedGeneration", "reason");
      condition.finish();
      unavailable |= type.equals("NetworkUnavailable") && value.equals("True");
    }
    return unavailable;
  }
}
