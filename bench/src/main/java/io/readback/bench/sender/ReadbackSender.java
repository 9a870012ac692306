package io.readback.bench.sender;

import io.readback.bench.scene.Scene;
import io.readback.lab.LabProcess;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** {@code readback bgp send}. */
final class ReadbackSender implements Sender {
  private static final Duration DEADLINE = Duration.ofMinutes(3);

  private final LabProcess process;
  private final SocketChannel control;

  private ReadbackSender(LabProcess process, SocketChannel control) {
    this.process = process;
    this.control = control;
  }

  static ReadbackSender start(Scene scene) throws IOException {
    Path dir = scene.sender().dir();
    Path routes = dir.resolve("routes.txt");
    Path ready = dir.resolve("ready");
    Path socket = dir.resolve("ctl");
    scene
        .routes()
        .write(
            routes,
            "",
            (address, community) ->
                address
                    + "/32 "
                    + Scene.SENDER
                    + (community.isPresent() ? " 65001:" + community.getAsInt() : ""),
            "");
    LabProcess process =
        scene
            .sender()
            .start(
                "readback",
                scene.distribution().resolve("bin/readback").toString(),
                "bgp",
                "send",
                "--local",
                Scene.SENDER,
                "--port",
                "179",
                "--peer",
                Scene.RECEIVER,
                "--local-as",
                String.valueOf(Scene.SENDER_ASN),
                "--peer-as",
                String.valueOf(Scene.RECEIVER_ASN),
                "--id",
                Scene.SENDER,
                "--routes",
                routes.toString(),
                "--ready",
                ready.toString(),
                "--ctl",
                socket.toString());
    process.await("ready", DEADLINE, () -> Files.exists(ready));
    return new ReadbackSender(process, SocketChannel.open(UnixDomainSocketAddress.of(socket)));
  }

  @Override
  public LabProcess process() {
    return process;
  }

  @Override
  public void announce(int single) throws IOException {
    String line = "announce " + Scene.singleText(single) + "/32 " + Scene.SENDER + "\n";
    ByteBuffer out = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
    while (out.hasRemaining()) {
      control.write(out);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
