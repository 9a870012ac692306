package io.readback.lab.router;

import io.readback.lab.router.BgpPeer.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What every router is configured from: its identity, its peers and the prefixes it announces. Each
 * make writes {@link #config} in its own language.
 *
 * @param <B> the make's own class
 */
public abstract class RouterConfig<B extends RouterConfig<B>> {
  final long as;
  final String routerId;
  final List<BgpPeer> peers = new ArrayList<>();
  final List<String> routes = new ArrayList<>();
  final List<String> lines = new ArrayList<>();

  RouterConfig(long as, String routerId) {
    this.as = as;
    this.routerId = routerId;
  }

  abstract B self();

  public final B peer(BgpPeer peer) {
    peers.add(peer);
    return self();
  }

  public final B peers(List<BgpPeer> some) {
    peers.addAll(some);
    return self();
  }

  /** Announces prefixes, and no others, to every peer of their family. */
  public final B announce(String... prefixes) {
    routes.addAll(List.of(prefixes));
    return self();
  }

  /**
   * Adds lines in the router's own language, at the top level of its file; FRR: of {@code router
   * bgp}.
   */
  public final B lines(String text) {
    lines.add(text);
    return self();
  }

  /** The text that the router is given. */
  public abstract String config();

  final Stream<String> routes(Family family) {
    return routes.stream().filter(route -> Family.of(route) == family);
  }

  /** The added lines, each text ending in one line break. */
  final String addedLines() {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.stripTrailing()).append('\n'));
    return text.toString();
  }
}
