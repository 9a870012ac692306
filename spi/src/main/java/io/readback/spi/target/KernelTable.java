package io.readback.spi.target;

/**
 * Routes in a routing table of this host's kernel. Equal keys of two such targets (table, metric,
 * prefix) are one route: the target that comes first by its id has it.
 *
 * @param name of the manifest that asks for it
 * @param table 1 to 4294967295; 254 is main, 255 is local
 * @param metric 0 to 4294967295; lower is preferred. 0 is the kernel's default, which for IPv6 is
 *     1024
 * @param protocol the number by which the kernel remembers whose the routes are, 1 to 255; no other
 *     program on the host may use it
 * @param device the interface of routes in the mode {@link Mode#TABLE}
 * @param groups how routes in the mode {@link Mode#NEXTHOPS} lead
 */
public record KernelTable(
    String name,
    Mode mode,
    long table,
    long metric,
    int protocol,
    String device,
    NexthopGroups groups)
    implements TargetSpec {
  /** RT_TABLE_MAIN. */
  public static final long MAIN = 254;

  /** RT_TABLE_LOCAL. */
  public static final long LOCAL = 255;

  /** A number that no known program uses. */
  public static final int DEFAULT_PROTOCOL = 200;

  /** What the routes do. */
  public enum Mode {
    /** The host takes packets to the prefix as its own: routes of the type local on lo. */
    LOCAL,
    /** Routes that lead to the host's own device, for a routing daemon to redistribute. */
    TABLE,
    /** The host is the router: routes by the path's next hops, several with their weights. */
    NEXTHOPS,
    /** Packets for which there is nothing more specific are dropped: routes of type blackhole. */
    DISCARD
  }

  public KernelTable {
    if (table < 1 || table > 0xffff_ffffL) {
      throw new IllegalArgumentException("a table is 1 to 4294967295 but was " + table);
    }
    if (metric < 0 || metric > 0xffff_ffffL) {
      throw new IllegalArgumentException("a metric is 0 to 4294967295 but was " + metric);
    }
    if (protocol < 1 || protocol > 255) {
      throw new IllegalArgumentException("a protocol is 1 to 255 but was " + protocol);
    }
  }

  /** With {@link NexthopGroups#DEFAULT}. */
  public KernelTable(String name, Mode mode, long table, long metric, int protocol, String device) {
    this(name, mode, table, metric, protocol, device, NexthopGroups.DEFAULT);
  }

  @Override
  public TargetId id() {
    return new TargetId(TargetKind.KERNEL_TABLE, "kernel", name);
  }
}
