package io.readback.app.document;

import io.readback.app.document.PlanBasisDocument.KernelRow;
import io.readback.app.document.PlanBasisDocument.WayRow;
import io.readback.core.diff.KernelKey;
import io.readback.core.diff.KernelPicture;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The part of a plan's basis that is about routes in kernels, made and read. */
final class KernelBasis {
  private KernelBasis() {}

  static List<KernelRow> rows(SortedMap<KernelKey, KernelPicture> kernels) {
    List<KernelRow> rows = new ArrayList<>(kernels.size());
    kernels.forEach(
        (key, picture) -> {
          List<WayRow> routes = new ArrayList<>(picture.routes().size());
          picture
              .routes()
              .forEach(e -> routes.add(new WayRow(e.getKey().toString(), e.getValue())));
          KernelPicture.Place place = picture.place();
          rows.add(
              new KernelRow(
                  key.node(),
                  key.target(),
                  place.manifest(),
                  place.mode(),
                  place.table(),
                  place.metric(),
                  place.protocol(),
                  place.groups(),
                  routes));
        });
    return rows;
  }

  static SortedMap<KernelKey, KernelPicture> pictures(List<KernelRow> rows) {
    SortedMap<KernelKey, KernelPicture> out = new TreeMap<>();
    for (KernelRow row : rows) {
      PrefixMap<List<String>> routes = PrefixMap.empty();
      for (WayRow way : row.routes()) {
        routes = routes.with(IpPrefix.parse(way.prefix()), List.copyOf(way.via()));
      }
      out.put(
          new KernelKey(row.node(), row.target()),
          new KernelPicture(
              new KernelPicture.Place(
                  row.manifest(),
                  row.mode(),
                  row.table(),
                  row.metric(),
                  row.protocol(),
                  row.groups()),
              routes));
    }
    return out;
  }
}
