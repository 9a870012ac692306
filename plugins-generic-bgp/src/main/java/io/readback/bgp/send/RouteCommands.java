package io.readback.bgp.send;

import io.readback.bgp.session.BgpSpeaker;
import io.readback.bgp.session.LineSocket;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.TargetId;
import java.util.Optional;
import java.util.StringTokenizer;

/** Carries out {@code announce PREFIX NEXTHOP [ATTRIBUTE…]} and {@code withdraw PREFIX|all}. */
final class RouteCommands implements LineSocket.Commands {
  private static final String USAGE =
      "announce PREFIX NEXTHOP [ATTRIBUTE…], or withdraw PREFIX|all";

  /** Makes a table the one that is announced. */
  interface Announcing {
    void announce(RouteTable table) throws InterruptedException;

    /**
     * To a session of a speaker. All who use it share its class, so that code compiled for one is
     * not thrown away when the next comes.
     */
    static Announcing to(BgpSpeaker speaker, BgpSession session) {
      TargetId id = session.id();
      return table -> speaker.routes(id, table);
    }
  }

  private final RouteFile file;
  private final Announcing announcing;
  private RouteTable table;

  /**
   * @param table what is announced already
   */
  RouteCommands(RouteFile file, RouteTable table, Announcing announcing) {
    this.file = file;
    this.table = table;
    this.announcing = announcing;
  }

  @Override
  public Optional<String> carryOut(String line) throws InterruptedException {
    StringTokenizer words = new StringTokenizer(line);
    try {
      String verb = words.hasMoreTokens() ? words.nextToken() : "";
      String prefix = words.hasMoreTokens() ? words.nextToken() : "";
      String path = words.hasMoreTokens() ? words.nextToken("\n").trim() : "";
      if (verb.equals("announce") && !path.isEmpty()) {
        table = table.with(IpPrefix.parse(prefix), file.path(path));
      } else if (verb.equals("withdraw") && !prefix.isEmpty() && path.isEmpty()) {
        table = prefix.equals("all") ? RouteTable.EMPTY : table.without(IpPrefix.parse(prefix));
      } else {
        return Optional.of(USAGE);
      }
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
    announcing.announce(table);
    return Optional.empty();
  }
}
