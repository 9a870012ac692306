package io.readback.bgp.discovery;

import io.readback.linux.LinuxException;
import io.readback.linux.call.FileDescriptor;
import io.readback.linux.socket.Icmpv6Socket;
import io.readback.spi.net.IpAddress;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One interface on which routers are listened for. Owned by the discovery's thread. */
final class Link {
  private static final IpAddress ALL_NODES = IpAddress.parse("ff02::1");
  private static final IpAddress ALL_ROUTERS = IpAddress.parse("ff02::2");

  /** Messages taken in one turn; more wait, so that a flood on one link starves no other. */
  private static final int AT_ONCE = 32;

  /** The least time between two advertisements that are passed on, in nanoseconds. */
  private static final long PAUSE = 100_000_000;

  private final String name;
  private final RouterDiscovery.Listener listener;
  private final RandomGenerator random;
  private State state = State.MISSING;
  private AdvertisingSchedule schedule;
  private @Nullable Icmpv6Socket socket;
  private String trouble = "";
  private long lastHeard = System.nanoTime() - PAUSE;

  /**
   * What the machine says of an interface.
   *
   * @param index 0: there is none
   */
  record State(int index, boolean up, byte[] linkLayerAddress) {
    static final State MISSING = new State(0, false, new byte[0]);
  }

  Link(String name, RouterDiscovery.Listener listener, RandomGenerator random) {
    this.name = name;
    this.listener = listener;
    this.random = random;
    this.schedule = new AdvertisingSchedule(random, System.nanoTime());
  }

  /** Takes note of the interface as it is now. */
  void look(State now) {
    boolean wasUp = state.up();
    Icmpv6Socket open = socket;
    if (open != null && open.interfaceIndex() != now.index()) {
      close();
    }
    state = now;
    if (wasUp && !now.up()) {
      listener.down(name);
    }
    if (!wasUp && now.up()) {
      schedule = new AdvertisingSchedule(random, System.nanoTime());
    }
    if (now.index() == 0) {
      trouble("there is no interface " + name);
    } else if (!now.up()) {
      trouble("interface " + name + " is down");
    } else if (socket == null) {
      open();
    }
  }

  private void open() {
    try {
      socket =
          Icmpv6Socket.open(
              name, ALL_ROUTERS, RouterMessage.SOLICITATION, RouterMessage.ADVERTISEMENT);
      trouble("");
    } catch (LinuxException e) {
      trouble(String.valueOf(e.getMessage()));
    }
  }

  private void trouble(String text) {
    if (!text.equals(trouble)) {
      trouble = text;
      listener.trouble(name, text);
    }
  }

  Optional<FileDescriptor> descriptor() {
    return Optional.ofNullable(socket).map(Icmpv6Socket::descriptor);
  }

  long untilDue(long now) {
    return schedule.untilDue(now);
  }

  /** Says what is due to be said. */
  void advertise(long now) {
    Icmpv6Socket open = socket;
    if (open == null || !schedule.isDue(now)) {
      return;
    }
    if (!state.up()) {
      schedule.failed(now);
      return;
    }
    try {
      if (schedule.asks()) {
        open.send(ALL_ROUTERS, RouterMessage.solicitation(state.linkLayerAddress()));
      }
      open.send(ALL_NODES, RouterMessage.advertisement(state.linkLayerAddress()));
      schedule.sent(now);
      trouble("");
    } catch (LinuxException e) {
      schedule.failed(now);
      trouble("interface " + name + " sends no router advertisements: " + e.getMessage());
    }
  }

  /** Takes in what has arrived. */
  void receive(long now) {
    Icmpv6Socket open = socket;
    try {
      for (int i = 0; open != null && i < AT_ONCE; i++) {
        Optional<Icmpv6Socket.Message> message = open.receive();
        if (message.isEmpty()) {
          return;
        }
        take(message.get(), now);
      }
    } catch (LinuxException e) {
      close();
      trouble(String.valueOf(e.getMessage()));
    }
  }

  private void take(Icmpv6Socket.Message message, long now) {
    switch (RouterMessage.judge(message.bytes(), message.source(), message.hopLimit())) {
      case SOLICITATION -> schedule.solicited(now);
      case ADVERTISEMENT -> {
        if (now - lastHeard >= PAUSE) {
          lastHeard = now;
          listener.heard(name, message.source());
        }
      }
      case NEITHER -> {}
    }
  }

  void close() {
    Icmpv6Socket open = socket;
    socket = null;
    if (open != null) {
      open.close();
    }
  }
}
