package io.readback.core.manifest;

import io.readback.core.model.Origin;
import io.readback.core.model.PodIpPool;
import java.util.List;
import java.util.Optional;

/**
 * CiliumPodIPPool: its labels, which advertisements select. Its networks are read to find faults;
 * only what nodes have of them is announced.
 */
final class PodIpPoolReader {
  private PodIpPoolReader() {}

  static Optional<PodIpPool> read(Metadata metadata, FieldReader object, Origin origin) {
    object.skip("apiVersion", "kind", "metadata", "status");
    Optional<FieldReader> spec = object.required("spec").flatMap(ValueReader::object);
    if (spec.isPresent()) {
      for (String family : List.of("ipv4", "ipv6")) {
        spec.get().object(family).ifPresent(f -> networks(f, family.equals("ipv4") ? 32 : 128));
      }
      spec.get().skip("podSelector", "namespaceSelector");
      spec.get().finish();
    }
    return Optional.of(new PodIpPool(metadata.name(), metadata.labels(), origin));
  }

  private static void networks(FieldReader fields, int longest) {
    fields.items("cidrs").forEach(ValueReader::prefix);
    fields.integer32("maskSize", 1, longest);
    fields.finish();
  }
}
