package io.readback.bench.sender;

import io.readback.bench.routes.Messages;
import io.readback.bench.routes.RouteSet;
import io.readback.bench.scene.Scene;
import io.readback.lab.LabException;
import io.readback.lab.LabNode;
import io.readback.lab.LabProcess;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Writes prepared octets as soon as the session is up. A C program where this machine has a C
 * compiler, so that no virtual machine stands between the octets and the socket; else the same in
 * Java.
 */
final class ReplaySender implements Sender {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final String READY = "listening";
  private static final int REHEARSALS = 20_000;

  private final LabProcess process;
  private final Messages messages;

  private ReplaySender(LabProcess process, Messages messages) {
    this.process = process;
    this.messages = messages;
  }

  static ReplaySender start(Scene scene) throws IOException {
    return start(scene.sender(), "replay", Scene.SENDER, Scene.messages(), scene.routes());
  }

  /** Feeds another sender on the same node. */
  static ReplaySender feed(Scene scene) throws IOException {
    Messages messages = new Messages(Scene.FEEDER_ASN, Scene.FEEDER_ADDRESS);
    return start(scene.sender(), "feeder", Scene.FEEDER, messages, scene.routes());
  }

  private static ReplaySender start(
      LabNode node, String name, String address, Messages messages, RouteSet routes)
      throws IOException {
    Path open = Files.write(node.dir().resolve(name + "-open.bin"), messages.open());
    Path updates = Files.write(node.dir().resolve(name + "-updates.bin"), messages.stream(routes));
    Path withdrawals =
        Files.write(node.dir().resolve(name + "-withdrawals.bin"), messages.withdrawals(routes));
    List<String> arguments =
        List.of(address, "179", open.toString(), updates.toString(), withdrawals.toString());
    LabProcess process;
    if (node.exec("sh", "-c", "command -v gcc").ok()) {
      Path program = compile(node, name);
      List<String> command = new ArrayList<>(List.of(program.toString()));
      command.addAll(arguments);
      process = node.start(name, command.toArray(String[]::new));
    } else {
      process = node.java(name, Replay.class.getName(), arguments.toArray(String[]::new));
    }
    process.awaitLog(READY, DEADLINE);
    return new ReplaySender(process, messages);
  }

  private static Path compile(LabNode node, String name) throws IOException {
    Path source = node.dir().resolve(name + ".c");
    Path program = node.dir().resolve(name + ".bin");
    try (InputStream in = ReplaySender.class.getResourceAsStream("replay.c")) {
      if (in == null) {
        throw new LabException("replay.c is not on the class path");
      }
      Files.copy(in, source);
    }
    node.exec("gcc", "-O2", "-o", program.toString(), source.toString()).orFail();
    return program;
  }

  @Override
  public LabProcess process() {
    return process;
  }

  @Override
  public Request announcement(int single) {
    String line = HexFormat.of().formatHex(messages.announcement(Scene.single(single)));
    return () -> process.writeLine(line);
  }

  @Override
  public Optional<Request> withdrawal() {
    return Optional.of(() -> process.writeLine(Replay.WITHDRAW));
  }

  @Override
  public void rehearse() {
    for (int i = 0; i < REHEARSALS; i++) {
      // nothing in hexadecimal digits
      process.writeLine("");
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
