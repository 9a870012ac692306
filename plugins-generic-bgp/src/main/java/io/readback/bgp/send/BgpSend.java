package io.readback.bgp.send;

import io.readback.bgp.send.RouteCommands.Announcing;
import io.readback.bgp.session.BgpSpeaker;
import io.readback.bgp.session.LineSocket;
import io.readback.spi.net.IpAddress;
import io.readback.spi.plugin.StopIntent;
import io.readback.spi.route.RouteTable;
import io.readback.spi.target.BgpInstance;
import io.readback.spi.target.BgpSession;
import io.readback.spi.target.DesiredTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends routes from a file to one router that dials in. {@link #run} is what {@code readback bgp
 * send} does.
 */
public final class BgpSend implements AutoCloseable {
  private static final String INSTANCE = "send";

  private final SendOptions options;
  private final BgpSession session;
  private final BgpSpeaker speaker = BgpSpeaker.builder().threadName("bgp-send").build();
  private final RouteFile file = new RouteFile();
  private @Nullable LineSocket control;

  private BgpSend(SendOptions options) {
    this.options = options;
    BgpInstance instance =
        new BgpInstance(
            INSTANCE, options.localAsn(), options.bgpIdentifier(), OptionalInt.of(options.port()));
    session =
        BgpSession.builder(instance, options.peer().toString(), options.peer())
            .localAddress(options.local())
            .peerAsn(options.peerAsn())
            .passive(true)
            .build();
  }

  /**
   * Loads the routes, listens, and sends until the process is told to end (SIGTERM, SIGINT).
   *
   * @throws IOException when a file cannot be read or written, or the port cannot be had
   * @throws IllegalArgumentException naming the line of the routes file that cannot be read
   */
  public static void run(SendOptions options) throws IOException, InterruptedException {
    CountDownLatch end = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  end.countDown();
                  try {
                    ended.await(4, TimeUnit.SECONDS);
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "bgp-send-end"));
    BgpSend send = start(options);
    try {
      end.await();
    } finally {
      send.close();
      ended.countDown();
    }
  }

  /** Loads the routes and listens; returns when the ready file is there. */
  public static BgpSend start(SendOptions options) throws IOException, InterruptedException {
    BgpSend send = new BgpSend(options);
    try {
      send.open();
      return send;
    } catch (IOException | RuntimeException | InterruptedException e) {
      send.close();
      throw e;
    }
  }

  private void open() throws IOException, InterruptedException {
    RouteTable table = file.read(options.routes());
    WarmUp.run();
    speaker.retarget(new TreeMap<>(Map.of(session.id(), new DesiredTarget(session, table))));
    awaitBound();
    if (options.control().isPresent()) {
      RouteCommands commands = new RouteCommands(file, table, Announcing.to(speaker, session));
      control = speaker.serve(options.control().get(), commands);
    }
    System.gc();
    if (options.ready().isPresent()) {
      Files.createFile(options.ready().get());
    }
  }

  private void awaitBound() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
    while (speaker.boundPort(INSTANCE).isEmpty()) {
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "cannot listen on "
                + options.local()
                + " port "
                + options.port()
                + ": the address is not here, the port is in use, or it needs more rights");
      }
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  @Override
  public void close() {
    LineSocket now = control;
    if (now != null) {
      now.close();
    }
    try {
      speaker.stop(StopIntent.WITHDRAW);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes the options of {@code readback bgp send}. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Map<String, String> values = new HashMap<>();
    Set<String> known =
        Set.of("local", "port", "peer", "local-as", "peer-as", "id", "routes", "ready", "ctl");
    for (int i = 0; i < args.length; i += 2) {
      String name = args[i].startsWith("--") ? args[i].substring(2) : args[i];
      if (!known.contains(name) || i + 1 == args.length) {
        throw new IllegalArgumentException("'" + args[i] + "' is no option with a value");
      }
      values.put(name, args[i + 1]);
    }
    run(
        new SendOptions(
            IpAddress.parse(required(values, "local")),
            Integer.parseInt(required(values, "port")),
            IpAddress.parse(required(values, "peer")),
            Long.parseLong(required(values, "local-as")),
            Long.parseLong(required(values, "peer-as")),
            IpAddress.parse(required(values, "id")),
            Path.of(required(values, "routes")),
            Optional.ofNullable(values.get("ready")).map(Path::of),
            Optional.ofNullable(values.get("ctl")).map(Path::of)));
  }

  private static String required(Map<String, String> values, String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("--" + name + " is required");
    }
    return value;
  }
}
