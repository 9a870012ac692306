package io.readback.kernel.ledger;

import java.util.Map;

/** Names of the numbers that programs mark their routes with (rt_protos of iproute2). */
public final class Protocols {
  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(1, "redirect"),
          Map.entry(2, "kernel"),
          Map.entry(3, "boot"),
          Map.entry(4, "static"),
          Map.entry(8, "gated"),
          Map.entry(9, "ra"),
          Map.entry(11, "zebra"),
          Map.entry(12, "bird"),
          Map.entry(15, "ntk"),
          Map.entry(16, "dhcp"),
          Map.entry(18, "keepalived"),
          Map.entry(42, "babel"),
          Map.entry(84, "ovn"),
          Map.entry(99, "openr"),
          Map.entry(186, "bgp"),
          Map.entry(187, "isis"),
          Map.entry(188, "ospf"),
          Map.entry(189, "rip"),
          Map.entry(192, "eigrp"),
          Map.entry(196, "zebra static"),
          Map.entry(248, "kube-vip"));

  private Protocols() {}

  /** {@code bird (protocol 12)}. */
  public static String describe(int protocol) {
    String name = NAMES.get(protocol);
    return name == null ? "protocol " + protocol : name + " (protocol " + protocol + ")";
  }
}
