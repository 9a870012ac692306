package io.readback.lab;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;

/**
 * A node of namespaces on this machine's file system, with system folders of its own laid over it.
 */
final class NamespaceNode extends LabNode {
  /** Runs as process 1 of the node. Mounts are private to it, and end with it. */
  private static final String PREPARE =
      """
      set -e
      mount -t tmpfs -o mode=0755 tmpfs /run
      mount -t tmpfs -o mode=1777 tmpfs /var/tmp
      mkdir -p /run/frr /run/sshd /run/bird /run/openbgpd
      for folder in /etc/frr /etc/snmp /var/agentx "/tmp/hsperfdata_$(id -un)"; do
        if [ -d "$folder" ]; then mount -t tmpfs -o mode=0755 tmpfs "$folder"; fi
      done
      if getent passwd frr > /dev/null; then chown frr:frr /run/frr /etc/frr; fi
      for file in passwd shadow group; do
        cp -p "/etc/$file" "$LAB_DIR/etc-$file"
        mount --bind "$LAB_DIR/etc-$file" "/etc/$file"
      done
      hostname "$LAB_NAME"
      ip link set lo up
      cd /
      echo ready
      read -r _ || true
      """;

  private final Holder holder;
  private final long pid;

  NamespaceNode(String name, String id, LabDirectory directory) {
    super(name, id, directory.node(name));
    this.holder =
        Holder.start(
            List.of(
                "unshare",
                "--net",
                "--mount",
                "--uts",
                "--pid",
                "--fork",
                "--kill-child=KILL",
                "--mount-proc",
                "--propagation",
                "private",
                "bash",
                "-c",
                PREPARE),
            Map.of("LAB_DIR", dir().toString(), "LAB_NAME", name),
            dir().resolve("node.log"));
    directory.noteHolder(holder.handle());
    this.pid = firstChild(holder.handle());
  }

  @Override
  public Ground ground() {
    return Ground.NAMESPACE;
  }

  @Override
  long pid() {
    return pid;
  }

  @Override
  List<String> startPrefix() {
    return enter("-m", "-u", "-n", "-p");
  }

  @Override
  void end() {
    holder.stop();
  }

  /** {@code unshare} stays outside the process namespace; its only child is inside. */
  private static long firstChild(ProcessHandle unshare) {
    return Awaitility.await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(5))
        .until(() -> unshare.children().findFirst(), Optional::isPresent)
        .orElseThrow()
        .pid();
  }
}
