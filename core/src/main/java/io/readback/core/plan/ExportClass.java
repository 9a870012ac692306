package io.readback.core.plan;

import io.readback.core.model.BgpAdvertisement;
import io.readback.spi.net.AddressFamily;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What sessions with equal settings are to announce. Sessions of one class on one node share their
 * routes.
 *
 * @param entries by family, in the order of advertisement and entry; a family that selects nothing
 *     has an empty list, one that the session does not carry is absent
 * @param carriesLocalPreference the session is internal, or may turn out to be
 */
record ExportClass(
    SortedMap<AddressFamily, List<EntryRef>> entries, boolean carriesLocalPreference) {
  ExportClass {
    SortedMap<AddressFamily, List<EntryRef>> copy = new TreeMap<>();
    entries.forEach((f, e) -> copy.put(f, List.copyOf(e)));
    entries = Collections.unmodifiableSortedMap(copy);
  }

  /** An entry with the advertisement it stands in. */
  record EntryRef(String advertisement, BgpAdvertisement.Entry entry) {}

  List<EntryRef> entries(AddressFamily family) {
    return entries.getOrDefault(family, List.of());
  }
}
