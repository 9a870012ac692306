package io.readback.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A network for one test or test class: a bridge in a namespace of its own, and the nodes joined by
 * it. Nothing of it is in this machine's own network. {@link #close} removes all of it; when the
 * JVM dies first, nodes end with it, and the next run removes the rest.
 *
 * <p>Needs root, Linux, and what {@code scripts/setup test} installs: what is missing is a failure,
 * not a skipped test. Nodes may be added from one thread at a time.
 */
public final class Lab implements AutoCloseable {
  private static final AtomicInteger COUNTER = new AtomicInteger();
  private static final AtomicBoolean SWEPT = new AtomicBoolean();
  private static final String BRIDGE = "br0";
  private static final int LOG_LINES = 40;

  private final LabName name =
      new LabName(ProcessHandle.current().pid(), COUNTER.incrementAndGet());
  private final Ground ground;
  private final LabDirectory directory;
  private final LabNode bridge;
  private final Map<String, LabNode> nodes = new TreeMap<>();
  private final List<AutoCloseable> attached = new ArrayList<>();

  /**
   * Makes the network.
   *
   * @param ground what {@link #router} makes; {@link #node} always makes namespaces
   */
  public Lab(Ground ground) {
    this.ground = ground;
    Prerequisites.check(ground);
    if (SWEPT.compareAndSet(false, true)) {
      sweep();
    }
    this.directory = LabDirectory.create(name);
    this.bridge = new NamespaceNode("bridge", name.node("bridge"), directory);
    try {
      bridge
          .network(
              "ip",
              "link",
              "add",
              BRIDGE,
              "type",
              "bridge",
              "forward_delay",
              "0",
              "stp_state",
              "0",
              "mcast_snooping",
              "0")
          .orFail();
      bridge.network("ip", "link", "set", BRIDGE, "up").orFail();
    } catch (LabException e) {
      close();
      throw e;
    }
  }

  /** The ground that routers of this lab stand on. */
  public Ground ground() {
    return ground;
  }

  /** A node where this machine's own programs run: the program under test, BIRD, GoBGP. */
  public LabNode node(String nodeName, String... addresses) {
    return add(nodeName, Ground.NAMESPACE, addresses);
  }

  /** A node for a router, on the lab's ground, forwarding packets. */
  public LabNode router(String nodeName, String... addresses) {
    return add(nodeName, ground, addresses).forwarding();
  }

  /** A node on a ground of choice, joined to the link, with these addresses on {@code eth0}. */
  public LabNode add(String nodeName, Ground on, String... addresses) {
    return switch (on) {
      case NAMESPACE -> add(nodeName, id -> new NamespaceNode(nodeName, id, directory), addresses);
      case CONTAINER -> container(nodeName, ContainerImage.BOOKWORM, addresses);
    };
  }

  /** A node in a container of an image of choice, on any lab. */
  public LabNode container(String nodeName, ContainerImage image, String... addresses) {
    Prerequisites.check(image);
    return add(nodeName, id -> new ContainerNode(nodeName, id, directory, image), addresses);
  }

  private LabNode add(String nodeName, Function<String, LabNode> maker, String... addresses) {
    LabNode former = nodes.get(nodeName);
    if (former != null && !former.isClosed()) {
      throw new IllegalArgumentException("the lab has a node \"%s\" already".formatted(nodeName));
    }
    LabNode node = maker.apply(name.node(nodeName));
    nodes.put(nodeName, node);
    join(node);
    for (String address : addresses) {
      node.addAddress(address);
    }
    return node;
  }

  /** The nodes, in the order of their names. */
  public List<LabNode> nodes() {
    return List.copyOf(nodes.values());
  }

  /** Cuts a node off so that nobody is told: its link stays up and carries nothing. */
  public void isolate(LabNode node) {
    bridge.network("ip", "link", "set", port(node), "nomaster").orFail();
  }

  /** Ends what {@link #isolate} did. */
  public void rejoin(LabNode node) {
    bridge.network("ip", "link", "set", port(node), "master", BRIDGE).orFail();
  }

  /**
   * A port on this JVM's loopback that leads to a TCP port on the node: connections are opened
   * there, from inside the node's network. Closed with the lab.
   *
   * @param host an address as the node sees it, its own or another node's
   */
  public PortForward forward(LabNode from, String host, int port) {
    PortForward forward = PortForward.start(from, host, port);
    attached.add(forward);
    return forward;
  }

  /** The ends of all logs, for a failed test. */
  public String describe() {
    StringBuilder text = new StringBuilder();
    for (LabNode node : nodes.values()) {
      for (LabProcess process : node.processes()) {
        List<String> lines = process.log().lines().toList();
        text.append("--- %s (%s)%n".formatted(process, process.isAlive() ? "runs" : "ended"));
        lines.stream()
            .skip(Math.max(0, lines.size() - LOG_LINES))
            .forEach(line -> text.append("    ").append(line).append('\n'));
      }
    }
    return text.toString();
  }

  /**
   * Removes what labs of ended processes left on this machine. Every JVM does so before its first
   * lab.
   */
  public static void sweep() {
    LabDirectory.sweep();
  }

  @Override
  public void close() {
    RuntimeException failed = null;
    List<AutoCloseable> all = new ArrayList<>(attached);
    all.addAll(nodes.values());
    all.add(bridge);
    all.add(directory::remove);
    for (AutoCloseable each : all) {
      try {
        each.close();
      } catch (Exception e) {
        failed =
            failed == null
                ? new LabException("lab %s: %s".formatted(name, e.getMessage()), e)
                : failed;
      }
    }
    attached.clear();
    nodes.clear();
    if (failed != null) {
      throw failed;
    }
  }

  @Override
  public String toString() {
    return name.toString();
  }

  private void join(LabNode node) {
    String port = port(node);
    Command.run(
            "ip",
            "link",
            "add",
            port,
            "netns",
            Long.toString(bridge.pid()),
            "type",
            "veth",
            "peer",
            "name",
            LabNode.LINK,
            "netns",
            Long.toString(node.pid()))
        .orFail();
    bridge.network("ip", "link", "set", port, "master", BRIDGE, "up").orFail();
    node.sysctl("net.ipv6.conf.all.disable_ipv6", "0")
        .sysctl("net.ipv6.conf." + LabNode.LINK + ".keep_addr_on_down", "1")
        .sysctl("net.ipv6.conf." + LabNode.LINK + ".accept_dad", "0")
        .sysctl("net.ipv6.conf." + LabNode.LINK + ".accept_ra", "0");
    node.linkUp();
  }

  /** An interface name is at most 15 bytes, a node's name 12. */
  private static String port(LabNode node) {
    return "p-" + node.name();
  }
}
