package io.readback.app.agent;

import io.readback.core.model.HostFacts;
import io.readback.core.source.HostWatch;
import io.readback.spi.net.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at this machine's interfaces and default routes every second, on a thread of its own, and
 * tells when they differ. Where they cannot be read the last ones stand.
 */
public final class LinuxHost implements HostWatch {
  private static final System.Logger LOG = System.getLogger(LinuxHost.class.getName());
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Path procNet;
  private final ScheduledExecutorService thread;
  private @Nullable HostFacts told;
  private boolean failing;

  public LinuxHost() {
    this(Path.of("/proc/net"));
  }

  LinuxHost(Path procNet) {
    this.procNet = procNet;
    thread =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread made = new Thread(task, "readback-host");
              made.setDaemon(true);
              return made;
            });
  }

  @Override
  public void start(Consumer<HostFacts> listener) {
    thread.scheduleWithFixedDelay(() -> look(listener), 0, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look(Consumer<HostFacts> listener) {
    try {
      HostFacts seen = read();
      failing = false;
      if (!seen.equals(told)) {
        told = seen;
        listener.accept(seen);
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(
          failing ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
          "this machine's interfaces and default routes cannot be read",
          e);
      failing = true;
      if (told == null) {
        told = HostFacts.NONE;
        listener.accept(HostFacts.NONE);
      }
    }
  }

  HostFacts read() throws IOException {
    SortedMap<String, SortedSet<IpAddress>> up = new TreeMap<>();
    for (NetworkInterface present : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      collect(present, up);
      Collections.list(present.getSubInterfaces()).forEach(sub -> collect(sub, up));
    }
    List<HostFacts.DefaultRoute> routes = new ArrayList<>();
    routes.addAll(KernelRoutes.ipv4(lines("route"), up::containsKey));
    routes.addAll(KernelRoutes.ipv6(lines("ipv6_route"), up::containsKey));
    return new HostFacts(routes, up);
  }

  /** One that goes away while it is looked at counts as down. */
  private static void collect(
      NetworkInterface present, SortedMap<String, SortedSet<IpAddress>> up) {
    try {
      if (present.isUp()) {
        SortedSet<IpAddress> addresses = new TreeSet<>();
        for (InetAddress address : Collections.list(present.getInetAddresses())) {
          addresses.add(IpAddress.of(address));
        }
        up.put(present.getName(), addresses);
      }
    } catch (SocketException e) {
      LOG.log(System.Logger.Level.DEBUG, "interface " + present.getName(), e);
    }
  }

  /** Empty where there is no such file: another system, or a family that is switched off. */
  private List<String> lines(String file) throws IOException {
    Path path = procNet.resolve(file);
    return Files.exists(path) ? Files.readAllLines(path) : List.of();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
