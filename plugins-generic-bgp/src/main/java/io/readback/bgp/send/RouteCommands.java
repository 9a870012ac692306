package io.readback.bgp.send;

import io.readback.bgp.session.LineSocket;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.route.RouteTable;
import java.util.Optional;
import java.util.regex.Pattern;

/** Carries out {@code announce PREFIX NEXTHOP [ATTRIBUTE…]} and {@code withdraw PREFIX}. */
final class RouteCommands implements LineSocket.Commands {
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final String USAGE = "announce PREFIX NEXTHOP [ATTRIBUTE…], or withdraw PREFIX";

  /** Makes a table the one that is announced. */
  interface Announcing {
    void announce(RouteTable table) throws InterruptedException;
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
    String[] words = SPACE.split(line.trim(), 3);
    try {
      if (words[0].equals("announce") && words.length == 3) {
        table = table.with(IpPrefix.parse(words[1]), file.path(words[2]));
      } else if (words[0].equals("withdraw") && words.length == 2) {
        table = table.without(IpPrefix.parse(words[1]));
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
