package io.readback.bench.sender;

import io.readback.bench.scene.Scene;
import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** ExaBGP with its routes in its configuration. Single prefixes come from a process of its own. */
final class ExabgpSender implements Sender {
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  private final LabProcess process;
  private final OutputStream commands;

  private ExabgpSender(LabProcess process, OutputStream commands) {
    this.process = process;
    this.commands = commands;
  }

  static ExabgpSender start(Scene scene) throws IOException {
    LabNode node = scene.sender();
    Path pipe = node.dir().resolve("commands");
    Path config = node.dir().resolve("exabgp.conf");
    node.exec("mkfifo", pipe.toString()).orFail();
    scene
        .routes()
        .write(
            config,
            """
            process commands { run /bin/cat %s; encoder text; }
            neighbor %s {
              router-id %3$s; local-address %3$s; local-as %4$d; peer-as %5$d;
              passive true; listen 179; group-updates true;
              api { processes [ commands ]; }
              family { ipv4 unicast; }
              static {
            """
                .formatted(
                    pipe, Scene.RECEIVER, Scene.SENDER, Scene.SENDER_ASN, Scene.RECEIVER_ASN),
            (address, community) ->
                "route "
                    + address
                    + "/32 next-hop "
                    + Scene.SENDER
                    + (community.isPresent()
                        ? " community [65001:" + community.getAsInt() + "];"
                        : ";"),
            "} }\n");
    LabProcess process =
        node.start(
            "exabgp",
            List.of(
                "env",
                "exabgp_tcp_bind=" + Scene.SENDER,
                "exabgp_tcp_port=179",
                "exabgp_daemon_user=root",
                "exabgp_log_level=ERR",
                "exabgp_log_destination=stdout",
                "exabgp_api_cli=false",
                "exabgp_api_ack=false",
                "exabgp_cache_attributes=true",
                "/usr/sbin/exabgp",
                config.toString()));
    Listening.await(node, process, Scene.SENDER, DEADLINE);
    // opening the pipe waits for its reader, which ExaBGP has started by now
    return new ExabgpSender(process, Files.newOutputStream(pipe));
  }

  @Override
  public LabProcess process() {
    return process;
  }

  @Override
  public Request announcement(int single) {
    byte[] line =
        ("announce route " + Scene.singleText(single) + "/32 next-hop " + Scene.SENDER + "\n")
            .getBytes(StandardCharsets.US_ASCII);
    return () -> commands.write(line);
  }

  @Override
  public void close() {
    process.close();
  }
}
