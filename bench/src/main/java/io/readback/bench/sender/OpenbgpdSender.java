package io.readback.bench.sender;

import io.readback.bench.scene.Scene;
import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** OpenBGPD with {@code network} lines. Single prefixes go by its command line. */
final class OpenbgpdSender implements Sender {
  private static final Duration DEADLINE = Duration.ofMinutes(5);
  private static final Pattern ENTRIES = Pattern.compile("(\\d+) IPv4 unicast network entries");

  private final LabNode node;
  private final LabProcess process;
  private final Path socket;

  private OpenbgpdSender(LabNode node, LabProcess process, Path socket) {
    this.node = node;
    this.process = process;
    this.socket = socket;
  }

  static OpenbgpdSender start(Scene scene) throws IOException {
    LabNode node = scene.sender();
    Path config = node.dir().resolve("openbgpd.conf");
    Path socket = node.dir().resolve("openbgpd.sock");
    scene
        .routes()
        .write(
            config,
            """
            AS %d
            router-id %s
            listen on %2$s
            fib-update no
            socket "%3$s"
            """
                .formatted(Scene.SENDER_ASN, Scene.SENDER, socket),
            (address, community) ->
                "network "
                    + address
                    + "/32"
                    + (community.isPresent()
                        ? " set { community 65001:" + community.getAsInt() + " }"
                        : ""),
            """
            neighbor %s {
              remote-as %d
              passive
              local-address %s
            }
            allow to any
            allow from any
            """
                .formatted(Scene.RECEIVER, Scene.RECEIVER_ASN, Scene.SENDER));
    Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
    LabProcess process = node.start("openbgpd", "/usr/sbin/bgpd", "-d", "-f", config.toString());
    OpenbgpdSender sender = new OpenbgpdSender(node, process, socket);
    process.await("loaded", DEADLINE, () -> sender.entries() >= scene.routes().count());
    return sender;
  }

  private int entries() {
    var said = node.exec("bgpctl", "-s", socket.toString(), "show", "rib", "memory");
    Matcher found = ENTRIES.matcher(said.out());
    return said.ok() && found.find() ? Integer.parseInt(found.group(1)) : -1;
  }

  @Override
  public LabProcess process() {
    return process;
  }

  @Override
  public Request announcement(int single) {
    String prefix = Scene.singleText(single) + "/32";
    return () -> node.exec("bgpctl", "-s", socket.toString(), "network", "add", prefix).orFail();
  }

  @Override
  public void close() {
    process.close();
  }
}
