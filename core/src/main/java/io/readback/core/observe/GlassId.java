package io.readback.core.observe;

import java.util.Comparator;

/**
 * Names one way to read a router.
 *
 * @param router the name of the Router manifest
 * @param index its place among the manifest's {@code lookingGlasses}, from 0; the earlier one is
 *     the better witness
 * @param type the plugin part, such as {@code frr}
 */
public record GlassId(String router, int index, String type) implements Comparable<GlassId> {
  private static final Comparator<GlassId> ORDER =
      Comparator.comparing(GlassId::router)
          .thenComparingInt(GlassId::index)
          .thenComparing(GlassId::type);

  @Override
  public int compareTo(GlassId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return router + "/" + type + (index == 0 ? "" : "#" + (index + 1));
  }
}
