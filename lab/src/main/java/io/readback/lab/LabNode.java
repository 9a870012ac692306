package io.readback.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * One machine of a {@link Lab}: its own network, process numbers, host name and system folders
 * ({@code /run}, {@code /etc/frr}, accounts), with {@code eth0} on the lab's link. Safe from any
 * thread.
 */
public abstract class LabNode implements AutoCloseable {
  static final String LINK = "eth0";

  private final String name;
  private final String id;
  private final Path dir;
  private volatile boolean closed;
  private final List<LabProcess> processes = new CopyOnWriteArrayList<>();

  LabNode(String name, String id, Path dir) {
    this.name = name;
    this.id = id;
    this.dir = dir;
  }

  /** The name that the test gave. */
  public final String name() {
    return name;
  }

  /** The name that is unique on this machine. */
  public final String id() {
    return id;
  }

  /**
   * A folder for this node's files, at the same path on the node and outside, removed with the lab.
   */
  public final Path dir() {
    return dir;
  }

  /** Where this machine sees a file of the node, such as a socket under {@code /run}. */
  public final Path seen(String path) {
    return Path.of("/proc/" + pid() + "/root" + path);
  }

  /** The node's network namespace, for code of a test's own JVM that enters it. */
  public final Path networkNamespace() {
    return Path.of("/proc/" + pid() + "/ns/net");
  }

  public abstract Ground ground();

  /** The process number, on this machine, of the node's first process. */
  abstract long pid();

  /** What starts a lasting process on the node. */
  abstract List<String> startPrefix();

  abstract void end();

  /** Runs a command on the node with a minute's deadline. */
  public final ExecResult exec(String... command) {
    return exec(List.of(command), "", Command.DEADLINE);
  }

  /** Runs a command on the node. {@code stdin} is its whole standard input. */
  public final ExecResult exec(List<String> command, String stdin, Duration deadline) {
    return Command.run(
        Command.concat(enter("-m", "-u", "-n", "-i", "-p"), command), stdin, deadline);
  }

  /**
   * Runs a command of this machine in the node's network only, with this machine's files: ip, nft,
   * tcpdump, ssh.
   */
  public final ExecResult network(String... command) {
    return Command.run(Command.concat(enter("-n"), List.of(command)), "", Command.DEADLINE);
  }

  /**
   * Starts a process that stays. {@code processName} names its log files and must be new on this
   * node.
   */
  public final LabProcess start(String processName, String... command) {
    return start(processName, List.of(command));
  }

  public final LabProcess start(String processName, List<String> command) {
    return launch(processName, startPrefix(), command, true);
  }

  /**
   * Starts a class's {@code main} in a JVM on this node, with the class path and Java version of
   * this JVM.
   *
   * @throws LabException on a container, whose user land has no JVM
   */
  public final LabProcess java(String processName, String mainClass, String... arguments) {
    if (ground() != Ground.NAMESPACE) {
      throw new LabException(
          "%s is a container: it has no JVM, use a namespace node".formatted(this));
    }
    List<String> command = new ArrayList<>(JvmCommand.of(mainClass));
    command.addAll(List.of(arguments));
    return start(processName, command);
  }

  /**
   * Starts a process of this machine in the node's network only, with this machine's files and
   * processes.
   */
  final LabProcess startInNetwork(String processName, List<String> command) {
    return launch(processName, enter("-n"), command, false);
  }

  /** Writes a file on the node. */
  public final void write(String path, String text) {
    exec(List.of("sh", "-c", "cat > \"$0\"", path), text, Command.DEADLINE).orFail();
  }

  /**
   * Adds an address to {@code eth0}, as {@code 172.16.10.1/24} or {@code 2001:db8::1/64}, usable at
   * once.
   */
  public final LabNode addAddress(String cidr) {
    return addAddress(cidr, LINK);
  }

  /** Adds an address to the loopback, where VIPs and router identifiers live. */
  public final LabNode addLoopback(String cidr) {
    return addAddress(cidr, "lo");
  }

  public final LabNode removeAddress(String cidr) {
    network("ip", "address", "del", cidr, "dev", LINK).orFail();
    return this;
  }

  public final LabNode addRoute(String prefix, String via) {
    network("ip", "route", "replace", prefix, "via", via).orFail();
    return this;
  }

  /** Sets a kernel parameter of the node's network, as {@code net.ipv4.ip_forward}. */
  public final LabNode sysctl(String key, String value) {
    network("sh", "-c", "echo \"$1\" > \"$0\"", "/proc/sys/" + key.replace('.', '/'), value)
        .orFail();
    return this;
  }

  /**
   * Lets the node forward packets, as a router does. It sends no redirects: all subnets of a lab
   * are on one link, and whom it told so would no longer go through it.
   */
  public final LabNode forwarding() {
    return sysctl("net.ipv4.ip_forward", "1")
        .sysctl("net.ipv6.conf.all.forwarding", "1")
        .sysctl("net.ipv4.conf.all.send_redirects", "0")
        .sysctl("net.ipv4.conf.default.send_redirects", "0")
        .sysctl("net.ipv4.conf.eth0.send_redirects", "0");
  }

  /** Takes the node's own end of the link down: the node knows. */
  public final void linkDown() {
    network("ip", "link", "set", LINK, "down").orFail();
  }

  public final void linkUp() {
    network("ip", "link", "set", LINK, "up").orFail();
  }

  /** Loads rules into the node's nftables, for loss and refusal. */
  public final void nft(String ruleset) {
    Command.run(Command.concat(enter("-n"), List.of("nft", "-f", "-")), ruleset, Command.DEADLINE)
        .orFail();
  }

  /** The processes started here, also those that have ended, oldest first. */
  public final List<LabProcess> processes() {
    return List.copyOf(processes);
  }

  /**
   * Ends everything on the node and the node itself, without warning, like a power cut. The lab can
   * then make a node of the same name.
   */
  @Override
  public final void close() {
    closed = true;
    end();
    processes.forEach(LabProcess::abandon);
  }

  final boolean isClosed() {
    return closed;
  }

  @Override
  public final String toString() {
    return id;
  }

  final List<String> enter(String... namespaces) {
    if (closed) {
      // its process number may belong to another process by now
      throw new LabException(this + " is closed");
    }
    List<String> prefix = new ArrayList<>(List.of("nsenter", "-t", Long.toString(pid())));
    prefix.addAll(List.of(namespaces));
    prefix.add("--");
    return List.copyOf(prefix);
  }

  private LabProcess launch(
      String processName, List<String> prefix, List<String> command, boolean inside) {
    long before = processes.stream().filter(p -> p.name().equals(processName)).count();
    LabProcess process =
        new LabProcess(
            this, processName, processName + "." + (before + 1), prefix, command, inside);
    processes.add(process);
    return process;
  }

  private LabNode addAddress(String cidr, String device) {
    List<String> command = new ArrayList<>(List.of("ip", "address", "add", cidr, "dev", device));
    if (cidr.indexOf(':') >= 0) {
      command.add("nodad");
    }
    network(command.toArray(String[]::new)).orFail();
    return this;
  }
}
