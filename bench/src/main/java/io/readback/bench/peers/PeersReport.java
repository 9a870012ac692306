package io.readback.bench.peers;

import io.readback.bench.report.MarkdownTable;
import java.util.List;
import java.util.Locale;

/** The table of what many peers cost. */
public final class PeersReport {
  private static final double KIB_PER_MIB = 1024;
  private static final double MILLION = 1e6;

  private PeersReport() {}

  public static String of(List<PeersRun> runs) {
    MarkdownTable table =
        new MarkdownTable(
            "peers",
            "routes",
            "hold s",
            "one change to all ms, median",
            "most",
            "RSS MiB bare",
            "MiB per million routes",
            "KiB per peer",
            "idle CPU %",
            "sessions lost in a full collection");
    for (PeersRun r : runs) {
      if (!r.problem().isEmpty()) {
        table.row(r.peers(), r.routes(), r.holdSeconds(), r.problem(), "", "", "", "", "", "");
        continue;
      }
      table.row(
          r.peers(),
          String.format(Locale.ROOT, "%,d", r.routes()),
          r.holdSeconds(),
          number(r.change(), 1),
          number(r.changeMost(), 1),
          number(r.bare(), 0),
          r.routes() == 0 ? "-" : number((r.withRoutes() - r.bare()) * MILLION / r.routes(), 0),
          number((r.withPeers() - r.withRoutes()) * KIB_PER_MIB / r.peers(), 0),
          number(r.idleCpu() * 100, 2),
          r.lost());
    }
    return table.toString();
  }

  private static String number(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
