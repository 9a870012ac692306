package io.readback.core.plan;

import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import java.util.SortedSet;

/** Which prefixes differ between two versions, whatever they lead to. */
final class ChangedPrefixes {
  private ChangedPrefixes() {}

  /**
   * Costs the difference.
   *
   * @param changed gains the prefixes
   */
  static <V> void collect(PrefixMap<V> from, PrefixMap<V> to, SortedSet<IpPrefix> changed) {
    PrefixMap.changes(
        from,
        to,
        new PrefixMap.ChangeVisitor<V>() {
          @Override
          public void added(IpPrefix prefix, V value) {
            changed.add(prefix);
          }

          @Override
          public void removed(IpPrefix prefix, V value) {
            changed.add(prefix);
          }

          @Override
          public void changed(IpPrefix prefix, V before, V after) {
            changed.add(prefix);
          }
        });
  }
}
