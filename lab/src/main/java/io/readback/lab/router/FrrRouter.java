package io.readback.lab.router;

import io.readback.lab.ExecResult;
import io.readback.lab.LabException;
import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * FRR on a node: zebra, staticd, bfdd and bgpd, each a process of its own, with FRR's usual paths,
 * so that a plain {@code vtysh} works on the node and over {@link #ssh()}. One a node.
 *
 * <p>Longer than most classes: what four daemons are configured with stands together.
 */
public final class FrrRouter implements BgpRouter {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final String RUN = "/run/frr/";
  private static final List<String> ALL = List.of("zebra", "staticd", "bfdd", "bgpd");
  private static final List<String> BGP_ONLY = List.of("bgpd");

  private final LabNode node;
  private final Optional<SshServer> ssh;
  private final Optional<SnmpAgent> snmp;
  private final List<String> kinds;
  private final Optional<String> listen;
  private final boolean bmp;
  private final List<LabProcess> daemons = new ArrayList<>();

  private FrrRouter(
      LabNode node,
      Optional<SshServer> ssh,
      Optional<SnmpAgent> snmp,
      List<String> kinds,
      Optional<String> listen,
      boolean bmp) {
    this.node = node;
    this.ssh = ssh;
    this.snmp = snmp;
    this.kinds = kinds;
    this.listen = listen;
    this.bmp = bmp;
  }

  public static Builder on(LabNode node) {
    return new Builder(node);
  }

  @Override
  public LabNode node() {
    return node;
  }

  @Override
  public String version() {
    // FRRouting 8.4.4 (host) on Linux(...).
    return "FRR " + vtysh("show version").split(" ", 3)[1];
  }

  /**
   * The SSH server beside FRR.
   *
   * @throws LabException when the router was built without
   */
  public SshServer ssh() {
    return ssh.orElseThrow(() -> new LabException(node + " was built without ssh()"));
  }

  /**
   * The SNMP agent beside FRR.
   *
   * @throws LabException when the router was built without
   */
  public SnmpAgent snmp() {
    return snmp.orElseThrow(() -> new LabException(node + " was built without snmp()"));
  }

  /** Runs commands in one call of vtysh, as {@code vtysh -c A -c B}, whatever its exit code. */
  public ExecResult tryVtysh(String... commands) {
    List<String> call = new ArrayList<>(List.of("vtysh"));
    for (String command : commands) {
      call.add("-c");
      call.add(command);
    }
    return node.exec(call, "", DEADLINE);
  }

  /** What commands print; a command that vtysh refuses is an error. */
  public String vtysh(String... commands) {
    return tryVtysh(commands).orFail().out();
  }

  /** The document that a command ending in {@code json} prints. */
  public JsonNode vtyshJson(String command) {
    return Json.parse(command, vtysh(command));
  }

  /**
   * Enters lines in configuration mode, one after another. They last until the next start, unless
   * {@link #save}d.
   */
  public void configure(String... lines) {
    List<String> commands = new ArrayList<>(List.of("configure terminal"));
    commands.addAll(List.of(lines));
    String said = vtysh(commands.toArray(String[]::new));
    if (said.contains("%")) {
      throw new LabException("%s refused %s%n%s".formatted(node, List.of(lines), said));
    }
  }

  /** Writes the running configuration, so that the next start has it. */
  public void save() {
    vtysh("write memory");
  }

  /** One daemon's process, to stop, kill or pause it. */
  public LabProcess daemon(String name) {
    return daemons.stream()
        .filter(d -> d.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new LabException(name + " does not run on " + node));
  }

  /** Whether every daemon runs. */
  public boolean isRunning() {
    return !daemons.isEmpty() && daemons.stream().allMatch(LabProcess::isAlive);
  }

  /** The socket that takes a daemon's commands, as this machine sees it. */
  public Path vty(String daemon) {
    return node.seen(RUN + daemon + ".vty");
  }

  @Override
  public List<LabProcess> processes() {
    return List.copyOf(daemons);
  }

  /** Ends the daemons in order: bgpd says goodbye to its peers. */
  @Override
  public void stop() {
    for (int i = daemons.size() - 1; i >= 0; i--) {
      daemons.get(i).stop();
    }
    daemons.clear();
  }

  /** Ends the daemons without warning. */
  @Override
  public void crash() {
    for (int i = daemons.size() - 1; i >= 0; i--) {
      daemons.get(i).kill();
    }
    daemons.clear();
  }

  /** {@link #stop}, then {@link #start}. */
  public void restart() {
    stop();
    start();
  }

  /**
   * Starts the daemons with the configuration saved on the node, and returns when they have read
   * it.
   */
  @Override
  public void start() {
    node.exec("sh", "-c", "rm -f " + RUN + "*").orFail();
    for (String daemon : kinds) {
      LabProcess process = node.start(daemon, commandLine(daemon));
      daemons.add(process);
      if (daemon.equals("zebra")) {
        awaitSocket(process, "zserv.api");
      }
    }
    for (LabProcess process : daemons) {
      awaitSocket(process, process.name() + ".vty");
    }
    ExecResult read = node.exec("vtysh", "-b").orFail();
    if ((read.out() + read.err()).contains("%")) {
      throw new LabException(
          "%s: FRR refuses its configuration%n%s%s".formatted(node, read.out(), read.err()));
    }
  }

  /**
   * The state of the session with a neighbour in FRR's words, empty when it knows no such
   * neighbour.
   */
  public String peerState(String neighbor) {
    JsonNode summary = vtyshJson("show bgp summary json");
    for (JsonNode family : summary) {
      JsonNode peer = family.path("peers").path(neighbor);
      if (peer.has("state")) {
        return peer.path("state").asString();
      }
    }
    return "";
  }

  @Override
  public boolean isEstablished(String neighbor) {
    return peerState(neighbor).equals("Established");
  }

  @Override
  public void awaitEstablished(String neighbor) {
    Poll.until(
        node + " established with " + neighbor,
        DEADLINE,
        () -> isEstablished(neighbor),
        () -> tryVtysh("show bgp summary", "show bgp neighbors " + neighbor).out());
  }

  @Override
  public int routeCount(String neighbor, BgpPeer.Family family) {
    return vtyshJson("show bgp %s unicast summary json".formatted(family.word()))
        .path("peers")
        .path(neighbor)
        .path("pfxRcd")
        .asInt(0);
  }

  @Override
  public List<HeldRoute> paths(String neighbor, String prefix) {
    String family = BgpPeer.Family.of(prefix).word();
    List<HeldRoute> held = new ArrayList<>();
    for (JsonNode path :
        vtyshJson("show bgp %s unicast %s json".formatted(family, prefix)).path("paths")) {
      JsonNode peer = path.path("peer");
      // an unnumbered one has a link-local address too
      if (peer.path("peerId").asString("").equals(neighbor)
          || peer.path("interface").asString("").equals(neighbor)) {
        held.add(held(prefix, path));
      }
    }
    return held;
  }

  private static HeldRoute held(String prefix, JsonNode path) {
    String extended = path.path("extendedCommunity").path("string").asString("");
    return new HeldRoute(
        prefix,
        path.path("nexthops").path(0).path("ip").asString(""),
        path.path("aspath").path("string").asString("").replace("Local", ""),
        Json.number(
            path.path("locPrf").isMissingNode() ? path.path("localPref") : path.path("locPrf")),
        Json.number(path.path("med").isMissingNode() ? path.path("metric") : path.path("med")),
        Json.words(path.path("community").path("string")),
        Json.words(path.path("largeCommunity").path("string")),
        HeldRoute.targets(extended),
        HeldRoute.bandwidths(extended));
  }

  @Override
  public long announcementsReceived(String neighbor) {
    return neighborJson(neighbor).path("messageStats").path("updatesRecv").asLong(0);
  }

  @Override
  public boolean hasAgreed(String neighbor, Feature feature) {
    String name =
        switch (feature) {
          case EXTENDED_MESSAGES -> "Extended Message";
          case ENHANCED_REFRESH -> "Enhanced Route Refresh";
        };
    return describe(neighbor).contains(name + ": advertised and received");
  }

  @Override
  public void refreshIn(String neighbor) {
    vtysh("clear bgp ipv4 unicast " + neighbor + " soft in");
  }

  @Override
  public void shutDown(String neighbor, String message) {
    inBgp("neighbor " + neighbor + " shutdown message " + message);
  }

  @Override
  public void bringUp(String neighbor) {
    inBgp("no neighbor " + neighbor + " shutdown");
  }

  @Override
  public String describe(String neighbor) {
    return vtysh("show bgp neighbors " + neighbor);
  }

  private JsonNode neighborJson(String neighbor) {
    return vtyshJson("show bgp neighbors " + neighbor + " json").path(neighbor);
  }

  /** Enters a line under the one {@code router bgp} of the configuration. */
  private void inBgp(String line) {
    configure("router bgp", line);
  }

  /**
   * The BGP table: prefix to the next hops of the paths in use (best, and equal ones), of {@code
   * ipv4} or {@code ipv6}.
   */
  public SortedMap<String, SortedSet<String>> bgpRoutes(String family) {
    SortedMap<String, SortedSet<String>> routes = new TreeMap<>();
    JsonNode table = vtyshJson("show bgp " + family + " unicast json").path("routes");
    for (var entry : table.properties()) {
      SortedSet<String> nextHops = new TreeSet<>();
      for (JsonNode path : entry.getValue()) {
        if (path.path("bestpath").asBoolean(false) || path.path("multipath").asBoolean(false)) {
          path.path("nexthops").forEach(hop -> nextHops.add(hop.path("ip").asString()));
        }
      }
      routes.put(entry.getKey(), nextHops);
    }
    return routes;
  }

  /** The kernel's routes that come from BGP, both families: prefix to gateways. */
  public SortedMap<String, SortedSet<String>> forwardingRoutes() {
    SortedMap<String, SortedSet<String>> routes = new TreeMap<>();
    List<KernelRoute> all = new ArrayList<>(KernelRoute.ipv4(node));
    all.addAll(KernelRoute.ipv6(node));
    all.stream()
        .filter(r -> r.protocol().equals("bgp"))
        .forEach(r -> routes.put(r.prefix(), new TreeSet<>(r.nextHops())));
    return routes;
  }

  /** Ends FRR and what runs beside it. */
  @Override
  public void close() {
    stop();
    ssh.ifPresent(SshServer::close);
    snmp.ifPresent(SnmpAgent::close);
  }

  private List<String> commandLine(String daemon) {
    List<String> line = new ArrayList<>();
    if (snmp.isPresent()) {
      line.addAll(SnmpAgent.environment());
    }
    line.addAll(
        List.of(
            "/usr/lib/frr/" + daemon,
            "--log",
            "stdout",
            "--vty_addr",
            "127.0.0.1",
            "--vty_port",
            "0"));
    if (bmp && daemon.equals("bgpd")) {
      line.addAll(List.of("-M", "bmp"));
    }
    boolean speaksSnmp = daemon.equals("zebra") || daemon.equals("bgpd");
    if (snmp.isPresent() && speaksSnmp) {
      line.addAll(List.of("-M", "snmp"));
    }
    if (kinds.equals(BGP_ONLY)) {
      line.add("--no_zebra");
    }
    if (daemon.equals("bgpd")) {
      listen.ifPresent(address -> line.addAll(List.of("--listenon", address)));
    }
    if (daemon.equals("zebra")) {
      // netlink buffer: a hundred thousand routes overflow the default
      line.addAll(List.of("--nl-bufsize", "90000000"));
    }
    return List.copyOf(line);
  }

  private void awaitSocket(LabProcess process, String socket) {
    process.await("ready", DEADLINE, () -> node.exec("test", "-S", RUN + socket).ok());
  }

  /** What stands beside FRR, and its configuration. */
  public static final class Builder {
    private final LabNode node;
    private String config = "";
    private boolean ssh;
    private boolean snmp;
    private boolean bgpOnly;
    private boolean bmp;
    private Optional<String> listen = Optional.empty();

    private Builder(LabNode node) {
      this.node = node;
    }

    /** The whole of {@code frr.conf}. */
    public Builder config(String text) {
      config = text;
      return this;
    }

    /** With an SSH server whose user may run vtysh. */
    public Builder ssh() {
      ssh = true;
      return this;
    }

    /** With snmpd, and the daemons' AgentX modules. */
    public Builder snmp() {
      snmp = true;
      return this;
    }

    /** With bgpd alone: routes stay in its table, nothing reaches the kernel. */
    public Builder bgpOnly() {
      bgpOnly = true;
      return this;
    }

    /** With bgpd's BMP module: {@code bmp targets} may stand in the configuration. */
    public Builder bmp() {
      bmp = true;
      return this;
    }

    /** Accepts BGP sessions at one address only; default: at every one of the node. */
    public Builder listen(String address) {
      listen = Optional.of(address);
      return this;
    }

    /** Starts everything and returns when the configuration is in force. */
    public FrrRouter start() {
      if (!node.exec("test", "-x", "/usr/lib/frr/bgpd").ok()) {
        throw new LabException("%s has no FRR: scripts/setup test installs it".formatted(node));
      }
      node.write("/etc/frr/vtysh.conf", "service integrated-vtysh-config\n");
      node.write("/etc/frr/frr.conf", snmp ? config.stripTrailing() + "\n!\nagentx\n" : config);
      node.exec("chmod", "0644", "/etc/frr/vtysh.conf", "/etc/frr/frr.conf").orFail();
      FrrRouter router =
          new FrrRouter(
              node,
              ssh ? Optional.of(SshServer.start(node, "frrvty")) : Optional.empty(),
              snmp ? Optional.of(SnmpAgent.start(node)) : Optional.empty(),
              bgpOnly ? BGP_ONLY : ALL,
              listen,
              bmp);
      router.start();
      return router;
    }
  }
}
