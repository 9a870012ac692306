package io.readback.app.demo;

import io.readback.app.document.Documents;
import io.readback.app.document.PeerRow;
import io.readback.app.document.ServiceRow;
import io.readback.app.document.VerifyRow;
import io.readback.spi.net.IpAddress;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;

/**
 * Shows the demo: on a terminal one picture that is drawn anew, elsewhere the picture after each
 * step.
 */
final class Screen {
  private static final String CLEAR = "\u001b[H\u001b[2J";
  private final PrintWriter out;
  private final boolean live;
  private final List<Documents> nodes;
  private final EmbeddedRouter router;

  Screen(PrintWriter out, boolean live, List<Documents> nodes, EmbeddedRouter router) {
    this.out = out;
    this.live = live;
    this.nodes = nodes;
    this.router = router;
  }

  boolean isLive() {
    return live;
  }

  /**
   * Draws the cluster under what the story says; does nothing where there is no terminal to redraw.
   */
  void draw(List<String> story) {
    if (live) {
      StringBuilder picture = new StringBuilder(CLEAR);
      story.forEach(line -> picture.append(line).append('\n'));
      picture.append('\n');
      picture(line -> picture.append(line).append('\n'));
      out.print(picture);
      out.flush();
    }
  }

  /** Says one line of the story; where the picture is redrawn it appears there instead. */
  void say(String line) {
    if (!live) {
      out.println(line);
      out.flush();
    }
  }

  /** Prints the picture once, where it is not redrawn anyway. */
  void show() {
    if (!live) {
      picture(line -> out.println("      " + line));
      out.println();
      out.flush();
    }
  }

  private void picture(Consumer<String> line) {
    line.accept(row("SERVICE", "VIP", "AT THE ROUTER, NEXT HOPS", "VERDICT", ""));
    for (ServiceRow service : nodes.get(0).services()) {
      String vip = service.vips().stream().map(ServiceRow.VipRow::ip).findFirst().orElse("-");
      Optional<VerifyRow> verdict =
          nodes.get(0).verify(Optional.empty()).stream()
              .filter(v -> v.name().equals(service.name()))
              .findFirst();
      line.accept(
          row(
              service.namespace() + "/" + service.name(),
              vip,
              hops(vip),
              verdict.map(VerifyRow::verdict).orElse("-"),
              verdict
                  .map(v -> v.verdict().equals("verified") ? "" : v.reason() + ": " + v.message())
                  .orElse("")));
    }
    StringBuilder sessions = new StringBuilder("sessions: ");
    for (Documents node : nodes) {
      for (PeerRow peer : node.peers()) {
        sessions
            .append(sessions.length() > 10 ? ", " : "")
            .append(peer.node())
            .append(' ')
            .append(peer.state());
      }
    }
    line.accept(sessions.toString());
  }

  private String hops(String vip) {
    SortedSet<IpAddress> hops =
        IpAddress.tryParse(vip).map(a -> router.forwarding().get(a.toPrefix())).orElse(null);
    return hops == null ? "-" : String.join(" ", hops.stream().map(IpAddress::toString).toList());
  }

  private static String row(String a, String b, String c, String d, String e) {
    return String.format(Locale.ROOT, "%-10s %-13s %-33s %-10s %s", a, b, c, d, e).stripTrailing();
  }
}
