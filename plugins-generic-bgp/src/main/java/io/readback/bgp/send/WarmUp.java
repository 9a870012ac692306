package io.readback.bgp.send;

import io.readback.bgp.session.BgpSpeaker;
import io.readback.bgp.session.LineSocket;
import io.readback.spi.net.IpAddress;
import io.readback.spi.net.IpPrefix;
import io.readback.spi.observe.TargetStatus;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.route.Community;
import io.readback.spi.route.Path;
import io.readback.spi.route.PathAttributes;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.BgpInstance;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.DesiredTarget;
import io.readback.spi.target.TargetId;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Runs sessions between two speakers on loopback, so that the first real session does not pay for
 * the compilation of the code it runs through.
 */
final class WarmUp {
  private static final IpAddress SENDER = IpAddress.parse("127.0.0.1");
  private static final IpAddress RECEIVER = IpAddress.parse("127.0.0.2");
  private static final int ROUTES = 20_000;
  private static final int PATHS = 1_000;

  /** Of a round; rounds end when the compilers have nothing left to do. */
  private static final int SESSIONS = 6;

  /** Of a round, all on its last session. */
  private static final int CHANGES = 4_000;

  private static final long SESSION_NANOS = TimeUnit.SECONDS.toNanos(3);

  private WarmUp() {}

  /** Takes some seconds; gives up quietly where loopback cannot be used. */
  static void run() throws InterruptedException {
    RouteTable table = RouteTable.EMPTY;
    List<Path> paths = new ArrayList<>();
    for (int i = 0; i < PATHS; i++) {
      paths.add(Path.self(PathAttributes.builder().community(Community.of(65000, i)).build()));
    }
    for (int i = 0; i < ROUTES; i++) {
      Path path = i < ROUTES / 2 ? paths.get(0) : paths.get(i % PATHS);
      table = table.with(IpPrefix.of(IpAddress.ofIpv4(0x0a000000 + i), 32), path);
    }
    CompilationPause compilers = new CompilationPause();
    do {
      for (int i = 0; i < SESSIONS; i++) {
        session(table, i == SESSIONS - 1);
      }
    } while (compilers.workedMeanwhile());
  }

  private static void session(RouteTable table, boolean withChanges) throws InterruptedException {
    BgpSpeaker sender = BgpSpeaker.builder().threadName("warm-up-sender").logger(SILENT).build();
    BgpSpeaker receiver =
        BgpSpeaker.builder().threadName("warm-up-receiver").logger(SILENT).build();
    try {
      BgpInstance listening =
          new BgpInstance("warm-up", 64512, IpAddress.parse("192.0.2.1"), OptionalInt.of(0));
      BgpSession passive =
          BgpSession.builder(listening, "receiver", RECEIVER)
              .localAddress(SENDER)
              .passive(true)
              .build();
      sender.retarget(target(passive, table));
      long deadline = System.nanoTime() + SESSION_NANOS;
      while (sender.boundPort("warm-up").isEmpty()) {
        if (System.nanoTime() > deadline) {
          return;
        }
        TimeUnit.MILLISECONDS.sleep(1);
      }
      BgpInstance dialing =
          new BgpInstance("warm-up", 64513, IpAddress.parse("192.0.2.2"), OptionalInt.empty());
      BgpSession active =
          BgpSession.builder(dialing, "sender", SENDER)
              .localAddress(RECEIVER)
              .peerPort(sender.boundPort("warm-up").getAsInt())
              .build();
      receiver.retarget(target(active, RouteTable.EMPTY));
      await(receiver, table.size(), deadline);
      if (withChanges) {
        change(sender, passive, table);
        await(receiver, table.size(), deadline);
      }
    } finally {
      receiver.stop(StopIntent.WITHDRAW);
      sender.stop(StopIntent.WITHDRAW);
    }
  }

  /** Announces and withdraws through a control socket, as a program would that drives us. */
  private static void change(BgpSpeaker sender, BgpSession session, RouteTable table)
      throws InterruptedException {
    RouteCommands commands =
        new RouteCommands(new RouteFile(), table, RouteCommands.Announcing.to(sender, session));
    try {
      java.nio.file.Path folder = Files.createTempDirectory("readback-warm-up");
      java.nio.file.Path path = folder.resolve("ctl");
      try (LineSocket socket = sender.serve(path, commands);
          SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(socket.path()))) {
        for (int i = 0; i < CHANGES; i++) {
          write(client, "announce 198.51.100.1/32 192.0.2.1 65000:" + i % PATHS + "\n");
          turn(sender);
          write(client, "withdraw 198.51.100.1/32\n");
          turn(sender);
        }
        // only a line that is wrong is answered, and then all before it are carried out
        write(client, "end\n");
        client.read(ByteBuffer.allocate(256));
      } finally {
        Files.deleteIfExists(path);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      System.getLogger(WarmUp.class.getName())
          .log(System.Logger.Level.DEBUG, "no control socket to warm up with", e);
    }
  }

  /** Waits for a turn of the event loop: what comes within one turn is sent together. */
  private static void turn(BgpSpeaker speaker) throws InterruptedException {
    speaker.boundPort("warm-up");
  }

  private static void write(SocketChannel client, String lines) throws IOException {
    ByteBuffer out = ByteBuffer.wrap(lines.getBytes(StandardCharsets.US_ASCII));
    while (out.hasRemaining()) {
      client.write(out);
    }
  }

  private static void await(BgpSpeaker receiver, int routes, long deadline)
      throws InterruptedException {
    while (System.nanoTime() < deadline) {
      for (TargetStatus status : receiver.status()) {
        if (status.received().size() == routes) {
          return;
        }
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  private static SortedMap<TargetId, DesiredTarget> target(BgpSession session, RouteTable table) {
    SortedMap<TargetId, DesiredTarget> targets = new TreeMap<>();
    targets.put(session.id(), new DesiredTarget(session, table));
    return targets;
  }

  private static final System.Logger SILENT =
      new System.Logger() {
        @Override
        public String getName() {
          return "warm-up";
        }

        @Override
        public boolean isLoggable(Level level) {
          return false;
        }

        @Override
        public void log(
            Level level, java.util.ResourceBundle bundle, String message, Throwable thrown) {}

        @Override
        public void log(
            Level level, java.util.ResourceBundle bundle, String format, Object... params) {}
      };
}
