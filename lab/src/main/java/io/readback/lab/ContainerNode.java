package io.readback.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A node in a Podman container. The container has no network of Podman's: the lab joins it to its
 * own link, so that containers and namespaces meet on one bridge. Short commands enter its
 * namespaces; lasting processes are started by Podman itself, with a container's capabilities.
 */
final class ContainerNode extends LabNode {
  private static final String PREPARE =
      """
      set -e
      mkdir -p /run/frr /run/sshd
      chown frr:frr /run/frr
      echo ready
      read -r _ || true
      """;

  private final Holder holder;
  private final long pid;

  ContainerNode(String name, String id, LabDirectory directory, ContainerImage image) {
    super(name, id, directory.node(name));
    directory.noteContainer(id);
    Path dir = dir();
    this.holder =
        Holder.start(
            List.of(
                "podman",
                "--runtime",
                "runc",
                "run",
                "--rm",
                "--interactive",
                "--pull",
                "never",
                "--name",
                id,
                "--hostname",
                name,
                "--network",
                "none",
                "--ulimit",
                "nofile=1024:1024",
                "--ulimit",
                "nproc=1024:1024",
                "--cap-add",
                "NET_ADMIN,NET_RAW,SYS_ADMIN",
                "--volume",
                dir + ":" + dir,
                image.tag(),
                "bash",
                "-c",
                PREPARE),
            Map.of(),
            dir.resolve("node.log"));
    directory.noteHolder(holder.handle());
    this.pid =
        Long.parseLong(
            Command.run("podman", "inspect", "--format", "{{.State.Pid}}", id)
                .orFail()
                .out()
                .strip());
  }

  @Override
  public Ground ground() {
    return Ground.CONTAINER;
  }

  @Override
  long pid() {
    return pid;
  }

  @Override
  List<String> startPrefix() {
    return List.of("podman", "exec", "--interactive", id());
  }

  @Override
  void end() {
    holder.stop();
    Command.run("podman", "rm", "--force", "--ignore", "--time", "0", id()).orFail();
  }
}
