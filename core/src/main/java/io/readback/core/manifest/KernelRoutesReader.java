package io.readback.core.manifest;

import io.readback.core.model.KernelRoutes;
import io.readback.core.model.LabelSelector;
import io.readback.core.model.Origin;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.target.KernelTable;
import io.readback.spi.target.KernelTable.Mode;
import io.readback.spi.target.NexthopGroups;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * readback.io/v1alpha1 KernelRoutes. A broken selector or number leaves the object without effect:
 * it would select too much, or put routes where nobody looks for them.
 */
final class KernelRoutesReader {
  private static final long MAX = 0xffff_ffffL;
  private static final long LOCAL_TABLE = 255;

  /** Where kube-vip puts its routes too, so that a routing daemon's configuration can stay. */
  private static final long TABLE_TABLE = 198;

  private static final long METRIC = 20;

  private static final Map<String, Mode> MODES =
      Map.of("local", Mode.LOCAL, "table", Mode.TABLE, "nexthops", Mode.NEXTHOPS);
  private static final Map<String, AddressFamily> FAMILIES =
      Map.of("ipv4", AddressFamily.IPV4, "ipv6", AddressFamily.IPV6);

  private KernelRoutesReader() {}

  static Optional<KernelRoutes> read(Metadata metadata, FieldReader object, Origin origin) {
    object.skip("apiVersion", "kind", "metadata", "status");
    Optional<FieldReader> found = object.required("spec").flatMap(ValueReader::object);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    FieldReader spec = found.get();
    Optional<Mode> mode =
        spec.required("mode").isPresent() ? spec.choice("mode", MODES) : Optional.empty();
    Optional<LabelSelector> nodes = spec.selector("nodeSelector");
    Optional<LabelSelector> services = spec.selector("serviceSelector");
    Optional<LabelSelector> nexthops = spec.selector("nexthopSelector");
    boolean sound =
        mode.isPresent()
            && nodes.isPresent() == spec.has("nodeSelector")
            && services.isPresent() == spec.has("serviceSelector")
            && nexthops.isPresent() == spec.has("nexthopSelector");
    SortedSet<String> pools = new TreeSet<>();
    for (ValueReader item : spec.items("pools")) {
      Optional<String> name = item.text();
      sound &= name.isPresent();
      name.ifPresent(pools::add);
    }
    SortedSet<AddressFamily> families = new TreeSet<>();
    for (ValueReader item : spec.items("families")) {
      Optional<AddressFamily> family = item.choice(FAMILIES);
      sound &= family.isPresent();
      family.ifPresent(families::add);
    }
    var table = spec.integer("table", 1, MAX);
    var metric = spec.integer("metric", 0, MAX);
    var protocol = spec.integer("protocol", 1, 255);
    Optional<String> device = spec.text("interface").filter(t -> !t.isEmpty());
    Optional<NexthopGroups> groups = NexthopGroupsReader.read(spec);
    sound &=
        groups.isPresent()
            && table.isPresent() == spec.has("table")
            && metric.isPresent() == spec.has("metric")
            && protocol.isPresent() == spec.has("protocol")
            && device.isPresent() == spec.has("interface");
    spec.finish();
    if (mode.isPresent()) {
      sound &= fits(spec, mode.get());
    }
    if (!sound) {
      return Optional.empty();
    }
    return Optional.of(
        new KernelRoutes(
            metadata.name(),
            mode.get(),
            nodes,
            services,
            pools,
            families.isEmpty() ? new TreeSet<>(EnumSet.allOf(AddressFamily.class)) : families,
            nexthops,
            table.orElse(defaultTable(mode.get())),
            metric.orElse(METRIC),
            (int) protocol.orElse(KernelTable.DEFAULT_PROTOCOL),
            device.orElse("lo"),
            groups.orElse(NexthopGroups.DEFAULT),
            metadata.announcer(),
            origin));
  }

  private static long defaultTable(Mode mode) {
    return switch (mode) {
      case LOCAL -> LOCAL_TABLE;
      case TABLE -> TABLE_TABLE;
      case NEXTHOPS, DISCARD -> KernelTable.MAIN;
    };
  }

  /** Says which fields have no meaning in the mode, and what is missing. */
  private static boolean fits(FieldReader spec, Mode mode) {
    if (mode != Mode.NEXTHOPS && spec.has("nexthopSelector")) {
      spec.warning("nexthopSelector", "only the mode nexthops has next hops", "Remove it");
    }
    for (String field : NexthopGroupsReader.FIELDS) {
      if (mode != Mode.NEXTHOPS && spec.has(field)) {
        spec.warning(field, "only the mode nexthops has next hops", "Remove it");
      }
    }
    if (mode != Mode.TABLE && spec.has("interface")) {
      spec.warning("interface", "only the mode table leads to an interface", "Remove it");
    }
    if (mode == Mode.NEXTHOPS && !spec.has("nodeSelector")) {
      spec.error(
          "nodeSelector",
          "in the mode nexthops it says which nodes are the routers; all others are next hops, the"
              + " object has no effect",
          "Add a nodeSelector that matches the router");
      return false;
    }
    return true;
  }
}
