package io.readback.bgp.rib;

import io.netty.buffer.ByteBuf;
import io.readback.spi.net.AddressFamily;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.net.PrefixMap;
import io.readback.spi.route.Path;
import io.readback.spi.route.RouteTable;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a peer has been told, as the version of the table it was told last, and what it takes to
 * bring it to the present one. A slow peer skips the versions in between. Used by one thread.
 */
public final class AdjRibOut {
  private final RouteEncoding encoding;
  private EncodedTable table;
  private RouteForms forms;
  private RouteTable sent = RouteTable.EMPTY;
  private boolean complete;
  private final Set<AddressFamily> refresh = EnumSet.noneOf(AddressFamily.class);
  private @Nullable RouteDelta offered;
  private @Nullable TransferCursor cursor;
  private TableStream.@Nullable Reader reader;

  /** The version the peer has when the cursor is through. */
  private RouteTable underWay = RouteTable.EMPTY;

  /**
   * For a new session: the peer has been told nothing.
   *
   * @param table what to tell it, and to follow
   */
  public AdjRibOut(RouteEncoding encoding, EncodedTable table) {
    this.encoding = encoding;
    this.table = table;
    forms = table.forms(encoding);
  }

  /** Follow another table. */
  public void retarget(EncodedTable value) {
    table = value;
    forms = value.forms(encoding);
    offered = null;
  }

  /** The table has moved by {@code delta}, which spares computing it. */
  public void offer(RouteDelta delta) {
    offered = delta;
  }

  /** The peer wants all routes of {@code family} again (RFC 2918). */
  public void refresh(AddressFamily family) {
    refresh.add(family);
  }

  /**
   * The next messages of a session's first table, which it shares with other sessions; null once it
   * has them, or when {@link #fill} goes on with it. The caller releases them.
   */
  public @Nullable ByteBuf share() {
    TableStream.Reader reading = reader;
    if (reading == null) {
      if (complete || cursor != null) {
        return null;
      }
      underWay = table.version();
      refresh.clear();
      reading = table.stream(forms);
      reader = reading;
    } else if (reading.retired()) {
      cursor = reading.rest();
      leave();
      return null;
    }
    ByteBuf messages = reading.take();
    if (!reading.hasNext()) {
      leave();
      complete = true;
      sent = underWay;
    }
    return messages;
  }

  /** Whether {@link #share} has more. */
  public boolean sharing() {
    return reader != null;
  }

  /** The session is over. */
  public void close() {
    leave();
  }

  private void leave() {
    TableStream.Reader reading = reader;
    reader = null;
    if (reading != null) {
      reading.close();
    }
  }

  /**
   * Appends whole messages to {@code out} until it holds {@code limit} octets or more, or the peer
   * is up to date.
   *
   * @return whether the peer is up to date once {@code out} is sent
   */
  public boolean fill(ByteBuf out, int limit) {
    while (true) {
      TransferCursor now = cursor;
      if (now == null) {
        now = next();
        if (now == null) {
          return true;
        }
        cursor = now;
      }
      if (!now.fill(out, limit)) {
        return false;
      }
      cursor = null;
      complete = true;
      sent = underWay;
    }
  }

  private @Nullable TransferCursor next() {
    underWay = table.version();
    if (!complete) {
      refresh.clear();
      return new TransferCursor(forms, table.full(encoding.families(), true));
    }
    if (sent != underWay) {
      RouteDelta delta = offered;
      offered = null;
      if (delta == null || delta.from() != sent || delta.to() != underWay) {
        delta = RouteDelta.between(sent, underWay);
      }
      return new TransferCursor(
          forms,
          encoding.addPath().isEmpty()
              ? delta.transfer()
              : AddPathChanges.of(delta, encoding.addPath()));
    }
    if (!refresh.isEmpty()) {
      List<AddressFamily> families = List.copyOf(refresh);
      refresh.clear();
      return new TransferCursor(forms, table.refresh(families, encoding.enhancedRefresh()));
    }
    return null;
  }

  /** The longest message in octets. */
  public int maxMessageLength() {
    return encoding.maxLength();
  }

  /** The version the peer was told last; empty until all of the first one is sent. */
  public RouteTable sent() {
    return sent;
  }

  /** The routes of the table that cannot be announced on this session, with the reason. */
  public SortedMap<IpPrefix, String> rejected() {
    SortedMap<IpPrefix, String> rejected = new TreeMap<>();
    for (AddressFamily family : AddressFamily.values()) {
      boolean agreed = encoding.families().contains(family);
      for (Path path : table.paths(family)) {
        String reason = agreed ? rejection(family, path) : notAgreed(family);
        if (!reason.isEmpty()) {
          table.prefixes(family, path).forEach(p -> rejected.put(p, reason));
        }
      }
    }
    return rejected;
  }

  private String rejection(AddressFamily family, Path path) {
    String reason = "";
    Collection<Path> tried =
        encoding.addPath().contains(family) ? PathIds.of(path).values() : List.of(path);
    for (Path single : tried) {
      if (!(forms.announce(family, single) instanceof RouteEncoding.Rejection r)) {
        return "";
      }
      reason = r.reason();
    }
    return reason;
  }

  private static String notAgreed(AddressFamily family) {
    return family == AddressFamily.IPV4
        ? "ipv4-unicast was not agreed with the peer"
        : "ipv6-unicast was not agreed with the peer";
  }

  /** {@code version} without what is rejected: what the peer really was told. */
  public RouteTable advertised(RouteTable version, SortedMap<IpPrefix, String> rejected) {
    PrefixMap<Path> paths = version.paths();
    for (AddressFamily family : AddressFamily.values()) {
      if (!encoding.families().contains(family) && paths.size(family) > 0) {
        AddressFamily other =
            family == AddressFamily.IPV4 ? AddressFamily.IPV6 : AddressFamily.IPV4;
        paths = paths.only(other);
      }
    }
    for (Map.Entry<IpPrefix, String> e : rejected.entrySet()) {
      paths = paths.without(e.getKey());
    }
    return paths == version.paths() ? version : new RouteTable(paths);
  }
}
