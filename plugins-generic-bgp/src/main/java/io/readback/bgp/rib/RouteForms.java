package io.readback.bgp.rib;

import io.readback.bgp.codec.UpdateFrame;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.route.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * The frames of one encoding, each made once: sessions that are encoded alike and follow the same
 * table share them, so that a change to many peers encodes its attributes once. Used by one thread.
 */
final class RouteForms {
  /** Paths remembered of a family; beyond that all are forgotten and made anew when needed. */
  private static final int MOST = 2048;

  private final RouteEncoding encoding;
  private final Map<AddressFamily, Map<Path, RouteEncoding.Form>> announced =
      new EnumMap<>(AddressFamily.class);
  private final Map<AddressFamily, UpdateFrame> withdrawn = new EnumMap<>(AddressFamily.class);

  RouteForms(RouteEncoding encoding) {
    this.encoding = encoding;
    for (AddressFamily family : AddressFamily.values()) {
      withdrawn.put(family, encoding.withdraw(family));
    }
  }

  RouteEncoding encoding() {
    return encoding;
  }

  /** See {@link RouteEncoding#announce}. */
  RouteEncoding.Form announce(AddressFamily family, Path path) {
    Map<Path, RouteEncoding.Form> forms = announced.computeIfAbsent(family, f -> new HashMap<>());
    RouteEncoding.Form form = forms.get(path);
    if (form == null) {
      if (forms.size() >= MOST) {
        forms.clear();
      }
      form = encoding.announce(family, path);
      forms.put(path, form);
    }
    return form;
  }

  /** See {@link RouteEncoding#withdraw}. */
  UpdateFrame withdraw(AddressFamily family) {
    UpdateFrame frame = withdrawn.get(family);
    return frame == null ? encoding.withdraw(family) : frame;
  }
}
