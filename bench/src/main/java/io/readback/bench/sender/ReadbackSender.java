package io.readback.bench.sender;

import io.readback.bench.scene.Scene;
import io.readback.lab.LabProcess;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** {@code readback bgp send}. */
final class ReadbackSender implements Sender {
  private static final Duration DEADLINE = Duration.ofMinutes(3);
  private static final int REHEARSALS = 20_000;

  private final LabProcess process;
  private final SocketChannel control;
  private final Path rehearsal;

  private ReadbackSender(LabProcess process, SocketChannel control, Path rehearsal) {
    this.process = process;
    this.control = control;
    this.rehearsal = rehearsal;
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
    return new ReadbackSender(
        process, SocketChannel.open(UnixDomainSocketAddress.of(socket)), dir.resolve("rehearsal"));
  }

  @Override
  public LabProcess process() {
    return process;
  }

  @Override
  public Request announcement(int single) {
    String line = "announce " + Scene.singleText(single) + "/32 " + Scene.SENDER + "\n";
    byte[] octets = line.getBytes(StandardCharsets.US_ASCII);
    return () -> write(control, ByteBuffer.wrap(octets));
  }

  /** Writes to a socket of our own: the speaker would answer whatever is no request. */
  @Override
  public void rehearse() throws IOException {
    Path own = rehearsal;
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(own));
      try (SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(own));
          SocketChannel accepted = server.accept()) {
        byte[] octets = new byte[40];
        ByteBuffer in = ByteBuffer.allocate(octets.length);
        for (int i = 0; i < REHEARSALS; i++) {
          write(client, ByteBuffer.wrap(octets));
          accepted.read(in.clear());
        }
      }
    } finally {
      Files.deleteIfExists(own);
    }
  }

  private static void write(SocketChannel to, ByteBuffer out) throws IOException {
    while (out.hasRemaining()) {
      to.write(out);
    }
  }

  @Override
  public Optional<Request> withdrawal() {
    byte[] line = "withdraw all\n".getBytes(StandardCharsets.US_ASCII);
    return Optional.of(() -> write(control, ByteBuffer.wrap(line)));
  }

  @Override
  public void close() {
    process.close();
  }
}
